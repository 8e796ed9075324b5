import type { IncomingMessage } from 'node:http'
import config from '@adonisjs/core/services/config'
import { proveAccessToken, provedClaim } from '#auth/access_token'
import { noteUse } from '#auth/token_uses'
import InsufficientScopeException from '#exceptions/insufficient_scope_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import SecondFactorNeededException from '#exceptions/second_factor_needed_exception'
import SessionNeededException from '#exceptions/session_needed_exception'
import UnauthenticatedException from '#exceptions/unauthenticated_exception'
import type { Account } from '#domain/account'
import { READ_SCOPE } from '#domain/scopes'
import { clientAddress } from '#http/client_address'
import type { TokenAccess } from '#http/token_access'
import { accountOfPersonalToken } from '#queries/personal_tokens/token_state'
import { accountOf } from '#queries/users/account_state'
import { PERSONAL_TOKEN_PREFIX } from '#security/personal_token'

/** The account of a session or a personal token. @throws UnauthenticatedException, InvalidTokenException */
export async function accountBehind(request: IncomingMessage): Promise<Account> {
  const token = tokenIn(request.headers.authorization)
  if (token.startsWith(PERSONAL_TOKEN_PREFIX)) return accountWithToken(token, request)
  const { userId, sessionId } = provedClaim(token) ?? (await proveAccessToken(token))
  const account = await accountOf(userId, sessionId)
  if (!account) throw new InvalidTokenException('The session has ended')
  return account
}

/** The same for a read. @throws InsufficientScopeException, SecondFactorNeededException too */
export async function readerBehind(request: IncomingMessage): Promise<Account> {
  const account = await accountBehind(request)
  refuseBeyondScopes(account, readAccess)
  if (account.needsSecondFactor) throw new SecondFactorNeededException()
  return account
}

const readAccess = [READ_SCOPE] as const

/** @throws SessionNeededException, InsufficientScopeException for a personal token without access */
export function refuseBeyondScopes({ personalToken }: Account, access: TokenAccess): void {
  if (!personalToken) return
  if (access === null) throw new SessionNeededException()
  if (access.some((scope) => personalToken.scopes.has(scope))) return
  throw new InsufficientScopeException(access)
}

function tokenIn(header: string | undefined) {
  if (header === undefined) throw new UnauthenticatedException()
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(header) ?? []
  if (!token) throw new InvalidTokenException('The Authorization header is not a bearer token')
  return token
}

async function accountWithToken(token: string, request: IncomingMessage): Promise<Account> {
  const state = await accountOfPersonalToken(token)
  if (!state) throw new InvalidTokenException('The personal token is not valid, or has ended')
  const { account, isFrom } = state
  const address = () => clientAddress(request, config.get('app.http.trustProxy'))
  if (isFrom && !isFrom(address())) {
    throw new InvalidTokenException('The personal token is not for this address')
  }
  noteUse(account.personalToken!.id, address)
  return account
}
