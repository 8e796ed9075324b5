import type { HttpContext } from '@adonisjs/core/http'
import { claimsOf } from '#auth/issuer_client'
import { issuerNamed } from '#auth/issuers'
import { browserOf } from '#auth/sign_in_cookie'
import InvalidChallengeException from '#exceptions/invalid_challenge_exception'
import { throttledProof } from '#limits/login_throttle'
import OidcSignIn from '#models/oidc_sign_in'
import { leadTo } from '#controllers/login/lead_to'
import type { Issuer } from '#domain/oidc'
import { issuerSecrets } from '#security/oidc_secrets'
import { callbackValidator, issuerInUrlValidator, readClaims } from '#validators/oidc'

export default class CallbacksController {
  /** The redirect URI: the issuer sends the browser here. */
  async show(ctx: HttpContext) {
    const { request } = ctx
    const { issuer: name } = await request.validatePath(issuerInUrlValidator)
    const { state, error } = await request.validateQuery(callbackValidator)
    const issuer = issuerNamed(name)
    const pending = await throttledProof(request.ip(), InvalidChallengeException, () =>
      this.#pending(ctx, issuer, state)
    )
    const address = new URL(pending.redirectUri)
    if (error === undefined) {
      const query = new URL(request.request.url!, 'http://localhost').searchParams
      const said = await claimsOf(issuer, query, issuerSecrets(state))
      address.searchParams.set('code', await pending.giveCode(await readClaims(issuer, said)))
    } else {
      address.searchParams.set('error', errors.has(error) ? error : 'server_error')
    }
    if (pending.clientState !== null) address.searchParams.set('state', pending.clientState)
    leadTo(ctx, address)
  }

  /** @throws InvalidChallengeException */
  async #pending(ctx: HttpContext, issuer: Issuer, state: string): Promise<OidcSignIn> {
    const browser = browserOf(ctx, issuer)
    const pending = browser && (await OidcSignIn.comeBack(issuer.name, state, browser))
    if (!pending) throw new InvalidChallengeException()
    return pending
  }
}

/** The errors of an issuer (RFC 6749, section 4.1.2.1; OpenID Connect Core, section 3.1.2.6). */
const errors = new Set([
  ...['access_denied', 'temporarily_unavailable', 'server_error'],
  ...['login_required', 'consent_required', 'interaction_required', 'account_selection_required'],
])
