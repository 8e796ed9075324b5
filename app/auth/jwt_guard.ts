import { symbols } from '@adonisjs/auth'
import type { AuthClientResponse, GuardContract } from '@adonisjs/auth/types'
import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { proveAccessToken, provedClaim, signAccessToken } from '#auth/access_token'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import UnauthenticatedException from '#exceptions/unauthenticated_exception'
import Session, { type SessionParts } from '#models/session'
import type User from '#models/user'
import type { Account } from '#domain/account'
import { machine } from '#domain/roles'
import { accountOf } from '#queries/users/account_state'
import { localOperatorOf, type LocalOperator } from '#http/local_operator'
import { keyFor } from '#security/keys'
import { refreshToken } from '#security/refresh_token'
import type { ShapeOf } from '#resources/definition/shape'
import type { tokenPair } from '#resources/token'

/** Seconds. */
export interface TokenLifetimes {
  access: number
  session: number
}

/** Authenticates by the access token in `Authorization`, or as the local operator on the command line. */
export class JwtGuard implements GuardContract<Account> {
  declare [symbols.GUARD_KNOWN_EVENTS]: {}

  readonly driverName = 'jwt'
  authenticationAttempted = false
  isAuthenticated = false
  user?: Account

  constructor(private ctx: HttpContext) {}

  get lifetimes(): TokenLifetimes {
    return config.get('tokens.lifetimes')
  }

  getUserOrFail(): Account {
    if (!this.user) throw new UnauthenticatedException()
    return this.user
  }

  /** @throws UnauthenticatedException without a token, InvalidTokenException with a bad one */
  async authenticate(): Promise<Account> {
    if (this.authenticationAttempted) return this.getUserOrFail()
    this.authenticationAttempted = true

    this.user = this.#localOperator
      ? this.#insideAccount(this.#localOperator)
      : await accountBehind(this.ctx.request.header('authorization'))
    this.isAuthenticated = true
    return this.user
  }

  /** The user, or null without a token. @throws InvalidTokenException with a bad token */
  async viewer(): Promise<Account | null> {
    const isKnown = this.#localOperator || this.ctx.request.header('authorization') !== undefined
    return isKnown ? await this.authenticate() : null
  }

  /** AdonisJS asks here before it lets a request pass: a bad token or a lost database must throw. */
  async check(): Promise<boolean> {
    await this.viewer()
    return this.isAuthenticated
  }

  async tokensOf(session: SessionParts): Promise<ShapeOf<typeof tokenPair>> {
    const { access: expiresIn } = this.lifetimes
    const claim = { userId: session.userId, sessionId: session.id }
    return {
      access_token: await signAccessToken(claim, expiresIn),
      token_type: 'bearer',
      expires_in: expiresIn,
      refresh_token: refreshToken(session, keyFor('refresh token')),
    }
  }

  async authenticateAsClient(user: Account | User): Promise<AuthClientResponse> {
    const session = await Session.create({
      userId: user.id,
      secret: Session.newSecret(),
      generation: 1,
      expiresAt: DateTime.now().plus({ hour: 1 }),
    })
    const { access_token: accessToken } = await this.tokensOf(session)
    return { headers: { authorization: `Bearer ${accessToken}` } }
  }

  get #localOperator() {
    return localOperatorOf(this.ctx.request.request)
  }

  #insideAccount({ account }: LocalOperator): Account {
    if (account) return { ...account, sessionId: 0 }
    if (this.ctx.route?.name !== 'admin.users.store') throw new UnauthenticatedException()
    return { ...machine, sessionId: 0, silencedUntil: null }
  }
}

/** The account of an `Authorization` header. @throws UnauthenticatedException, InvalidTokenException */
export async function accountBehind(header: string | undefined): Promise<Account> {
  const token = tokenIn(header)
  const { userId, sessionId } = provedClaim(token) ?? (await proveAccessToken(token))
  const account = await accountOf(userId, sessionId)
  if (!account) throw new InvalidTokenException('The session has ended')
  return account
}

function tokenIn(header: string | undefined) {
  if (header === undefined) throw new UnauthenticatedException()
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(header) ?? []
  if (!token) throw new InvalidTokenException('The Authorization header is not a bearer token')
  return token
}
