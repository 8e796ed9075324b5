import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import BeginChallenge from '#actions/sessions/begin_challenge'
import SignInWithIdentity from '#actions/sessions/sign_in_with_identity'
import { authorizationUrl, configurationOf } from '#auth/issuer_client'
import { issuerNamed, isRedirectUri } from '#auth/issuers'
import { markBrowser } from '#auth/sign_in_cookie'
import ValidationException from '#exceptions/validation_exception'
import { subscriberOf } from '#http/client_address'
import { bucketOf } from '#limits/bucket'
import { Limit } from '#limits/limit'
import OidcSignIn from '#models/oidc_sign_in'
import { finishSignIn } from '#controllers/log_in_at_issuer'
import { leadTo } from '#controllers/login/lead_to'
import { signedIn } from '#controllers/signed_in'
import { issuerSecrets } from '#security/oidc_secrets'
import { beginSignInValidator, issuerInUrlValidator } from '#validators/oidc'

const signIns = new Limit('oidc')

export default class IssuersController {
  /** Redirects the browser to the issuer. */
  async show(ctx: HttpContext) {
    const { request, response } = ctx
    const { issuer: name } = await request.validatePath(issuerInUrlValidator)
    const asked = await request.validateQuery(beginSignInValidator)
    const issuer = issuerNamed(name)
    if (!isRedirectUri(asked.redirect_uri)) throw new ValidationException([unknownAddress])
    response.headers(await signIns.consume(bucketOf(subscriberOf(request.ip()))))
    // Nothing is stored for an issuer that does not answer.
    await configurationOf(issuer)
    const state = await OidcSignIn.begin({
      issuer: issuer.name,
      browser: markBrowser(ctx, issuer),
      redirectUri: asked.redirect_uri,
      clientState: asked.state,
      codeChallenge: asked.code_challenge,
    })
    leadTo(ctx, await authorizationUrl(issuer, issuerSecrets(state)))
  }

  /** Ends the sign-in by the client's code. */
  @inject()
  async store(ctx: HttpContext, signIn: SignInWithIdentity, beginChallenge: BeginChallenge) {
    const { issuer } = await ctx.request.validatePath(issuerInUrlValidator)
    const { session: lifetime } = ctx.auth.use('jwt').lifetimes
    return signedIn(ctx, await finishSignIn(ctx, issuer, { signIn, beginChallenge }, lifetime))
  }
}

const unknownAddress = {
  pointer: '/query/redirect_uri',
  rule: 'redirect_uri',
  detail: 'redirect_uri must be an address in OIDC_REDIRECT_URIS, letter for letter.',
}
