import { symbols } from '@adonisjs/auth'
import type { AuthClientResponse, GuardContract } from '@adonisjs/auth/types'
import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { signAccessToken } from '#auth/access_token'
import { accountBehind, refuseBeyondScopes } from '#auth/account_behind'
import UnauthenticatedException from '#exceptions/unauthenticated_exception'
import SecondFactorNeededException from '#exceptions/second_factor_needed_exception'
import type { SessionParts } from '#models/session'
import type User from '#models/user'
import type { Account } from '#domain/account'
import { machine } from '#domain/roles'
import { localOperatorOf, type LocalOperator } from '#http/local_operator'
import { isOpenWithoutFactor, tokenAccessOf } from '#http/token_access'
import { keyFor } from '#security/keys'
import { refreshToken, type RefreshAudience } from '#security/refresh_token'
import type { ShapeOf } from '#resources/definition/shape'
import type { accessToken, tokenPair } from '#resources/token'

/** Seconds. */
export interface TokenLifetimes {
  access: number
  session: number
}

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

  /**
   * @throws UnauthenticatedException, InvalidTokenException, SecondFactorNeededException; with a personal token also
   * SessionNeededException, InsufficientScopeException
   */
  async authenticate(): Promise<Account> {
    if (this.authenticationAttempted) return this.getUserOrFail()
    this.authenticationAttempted = true

    this.user = this.#localOperator
      ? this.#insideAccount(this.#localOperator)
      : await this.#remoteAccount()
    this.isAuthenticated = true
    return this.user
  }

  /** The user, or null without a token. @throws InvalidTokenException with a bad token */
  async viewer(): Promise<Account | null> {
    const isKnown = this.#localOperator || this.ctx.request.header('authorization') !== undefined
    return isKnown ? await this.authenticate() : null
  }

  /** AdonisJS calls this before a request passes: a bad token or a lost database must throw. */
  async check(): Promise<boolean> {
    await this.viewer()
    return this.isAuthenticated
  }

  /** @param audience the place that takes the refresh token: `/token/refresh`, or the cookie of the studio */
  async tokensOf(
    session: SessionParts,
    audience: RefreshAudience = 'refresh token'
  ): Promise<ShapeOf<typeof tokenPair>> {
    return {
      ...(await this.accessOf(session)),
      refresh_token: refreshToken(session, keyFor(audience)),
    }
  }

  async accessOf(session: SessionParts): Promise<ShapeOf<typeof accessToken>> {
    const { access: expiresIn } = this.lifetimes
    const { userId, id: sessionId, methods, authenticatedAt } = session
    const claim = { userId, sessionId, methods, authenticatedAt }
    return {
      access_token: await signAccessToken(claim, expiresIn),
      token_type: 'bearer',
      expires_in: expiresIn,
    }
  }

  async authenticateAsClient(user: Account | User): Promise<AuthClientResponse> {
    const { default: Session } = await import('#models/session')
    const session = await Session.create({
      userId: user.id,
      secret: Session.newSecret(),
      generation: 1,
      // The strongest methods that an account can have.
      amr: ['pwd', 'otp', 'mfa'],
      authenticatedAt: DateTime.now(),
      expiresAt: DateTime.now().plus({ hour: 1 }),
    })
    const { access_token: token } = await this.accessOf(session.parts)
    return { headers: { authorization: `Bearer ${token}` } }
  }

  async #remoteAccount(): Promise<Account> {
    const { request, route } = this.ctx
    const account = await accountBehind(request.request)
    if (account.personalToken) refuseBeyondScopes(account, tokenAccessOf(route!))
    if (account.needsSecondFactor && !isOpenWithoutFactor(route!)) {
      throw new SecondFactorNeededException()
    }
    return account
  }

  get #localOperator() {
    return localOperatorOf(this.ctx.request.request)
  }

  #insideAccount({ account }: LocalOperator): Account {
    if (account) return { ...account, ...local }
    if (!ofMachine.has(this.ctx.route?.name)) throw new UnauthenticatedException()
    return { ...machine, ...local, silencedUntil: null }
  }
}

/** The routes of the command line without an account: the first admin, and `plaza users rescue`. */
const ofMachine = new Set<string | undefined>([
  'admin.users.store',
  'admin.users.show',
  'admin.actions.store',
])

/** The command line on the machine needs no fresh sign-in, and no second factor. */
const local = { sessionId: 0, authenticatedAt: Infinity, needsSecondFactor: false }
