import env from '#start/env'
import { appUrl } from '#config/app'

/** The most revisions of a post, beside those that are kept by hand. */
export const revisionsKept = env.get('REVISIONS_KEEP')
/** Seconds. */
export const trashKeepSeconds = env.get('TRASH_KEEP')
export const scheduleGraceSeconds = env.get('SCHEDULE_GRACE')

/** The link of a preview, with `{token}` in it. */
export const previewUrl =
  env.get('PREVIEW_URL') ?? `${appUrl.replace(/(?<!\/)\/+$/, '')}/previews/{token}`
