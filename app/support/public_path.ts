import app from '@adonisjs/core/services/app'

let base: string | undefined

/** A path as clients see it, relative to their host: under the path of `APP_URL`. */
export function publicPath(path: string): string {
  base ??= new URL(app.config.get<string>('app.appUrl')).pathname.replace(/\/+$/, '')
  return base + path
}
