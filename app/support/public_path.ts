import app from '@adonisjs/core/services/app'

let base: string | undefined

/** A path as clients see it, relative to their host: under the path of `APP_URL`. */
export function publicPath(path: string): string {
  base ??= basePath(app.config.get<string>('app.appUrl'))
  return base + path
}

function basePath(url: string): string {
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '')
  return segments.map((segment) => `/${segment}`).join('')
}
