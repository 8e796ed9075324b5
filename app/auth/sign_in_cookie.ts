import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import type { Issuer } from '#domain/oidc'
import { publicPath } from '#domain/public_path'
import { newSecret } from '#security/oidc_secrets'

const LIFETIME_SECONDS = 600

/** Lax: the browser must send the cookie on its way back from the issuer. */
function signInCookie({ name }: Pick<Issuer, 'name'>) {
  const secure = config.get<string>('app.appUrl').startsWith('https:')
  const path = publicPath(`/login/${name}`)
  return {
    name: secure ? '__Secure-plaza_sign_in' : 'plaza_sign_in',
    options: { path, secure, httpOnly: true, sameSite: 'lax' as const },
  }
}

/** @returns the secret of a browser that began a sign-in; undefined without one */
export function browserOf({ request }: HttpContext, issuer: Issuer): string | undefined {
  const value: unknown = request.plainCookie(signInCookie(issuer).name, { encoded: false })
  return typeof value === 'string' && /^[\w-]{43}$/.test(value) ? value : undefined
}

/** Two tabs share a secret, so that both can finish. */
export function markBrowser(ctx: HttpContext, issuer: Issuer): string {
  const { name, options } = signInCookie(issuer)
  const secret = browserOf(ctx, issuer) ?? newSecret()
  ctx.response.plainCookie(name, secret, { ...options, maxAge: LIFETIME_SECONDS, encode: false })
  return secret
}
