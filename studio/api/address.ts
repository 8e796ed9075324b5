/** The path of the studio under that of `APP_URL`, as in `/studio/` or `/club/studio/`. */
export const studioPath = import.meta.env.DEV
  ? '/studio/'
  : new URL(/* @vite-ignore */ '..', import.meta.url).pathname

/** The path of the API, as in `/` or `/club/`. */
export const apiPath = new URL('..', new URL(studioPath, location.origin)).pathname
