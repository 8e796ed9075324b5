import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import { publicPath } from '#domain/public_path'

const MAX_LIFETIME_SECONDS = 12 * 60 * 60

/** The seconds without a refresh after which a session of the studio ends. */
export const studioLifetime = () =>
  Math.min(MAX_LIFETIME_SECONDS, config.get<number>('tokens.lifetimes.session'))

/** The purpose of the key for the studio's refresh tokens: `/token/refresh` refuses them. */
export const studioAudience = 'studio session'

/** Browsers take a `__Secure-` cookie only over TLS. Without TLS the studio runs only on this machine. */
export function studioCookie() {
  const secure = config.get<string>('app.appUrl').startsWith('https:')
  const path = publicPath('/studio/session')
  return {
    name: secure ? '__Secure-plaza_studio' : 'plaza_studio',
    options: { path, secure, httpOnly: true, sameSite: 'strict' as const },
  }
}

export function studioTokenOf({ request }: HttpContext): string | undefined {
  const value: unknown = request.plainCookie(studioCookie().name, { encoded: false })
  return typeof value === 'string' ? value : undefined
}

export function keepStudioToken({ response }: HttpContext, token: string): void {
  const { name, options } = studioCookie()
  response.plainCookie(name, token, { ...options, maxAge: studioLifetime(), encode: false })
}

export function forgetStudioToken({ response }: HttpContext): void {
  const { name, options } = studioCookie()
  response.clearCookie(name, options)
}
