import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import LocalLoginOffException from '#exceptions/local_login_off_exception'
import NotFoundException from '#exceptions/not_found_exception'
import type { Issuer } from '#domain/oidc'
import { localOperatorOf } from '#http/local_operator'

export const issuers = (): readonly Issuer[] => config.get('oidc.issuers')

/** @throws NotFoundException */
export function issuerNamed(name: string): Issuer {
  const issuer = issuers().find((one) => one.name === name)
  if (!issuer) throw new NotFoundException('issuer')
  return issuer
}

/** The redirect URI of an issuer. It comes from settings, never from a request. */
export const callbackUri = ({ name }: Pick<Issuer, 'name'>) =>
  `${config.get<string>('oidc.base')}/login/${name}/callback`

export const isRedirectUri = (uri: string) =>
  config.get<string[]>('oidc.redirectUris').includes(uri)

/** Whether users can sign in with a password. */
export const takesPasswords = () => config.get<boolean>('oidc.passwords')

/** The command line on the machine is exempt. @throws LocalLoginOffException */
export function refuseLocalLogin({ request }: HttpContext['request']): void {
  if (!takesPasswords() && !localOperatorOf(request)) throw new LocalLoginOffException()
}
