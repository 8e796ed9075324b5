import type { HttpContext } from '@adonisjs/core/http'
import type BeginChallenge from '#actions/sessions/begin_challenge'
import type LinkIdentity from '#actions/sessions/link_identity'
import type SignInWithIdentity from '#actions/sessions/sign_in_with_identity'
import { prove } from '#auth/credentials'
import { issuerNamed } from '#auth/issuers'
import InvalidChallengeException from '#exceptions/invalid_challenge_exception'
import LinkRequiredException from '#exceptions/link_required_exception'
import SecondFactorRequiredException from '#exceptions/second_factor_required_exception'
import { preferredLanguage } from '#http/preferred_language'
import { sourceOf } from '#http/source'
import { throttledLogin, throttledProof } from '#limits/login_throttle'
import { throttledFactor } from '#limits/second_factor_limit'
import type { SessionParts } from '#models/session'
import { findLinkOwner } from '#queries/users/find_link_owner'
import { finishSignInValidator, linkIdentityValidator } from '#validators/oidc'

/**
 * Opens a session by the code of a sign-in at an issuer. @param lifetime seconds without a refresh
 * @throws LinkRequiredException or SecondFactorRequiredException, with a challenge
 */
export async function finishSignIn(
  { request }: HttpContext,
  name: string,
  { signIn, beginChallenge }: { signIn: SignInWithIdentity; beginChallenge: BeginChallenge },
  lifetime: number
): Promise<SessionParts> {
  const { code, code_verifier: verifier } = await request.validateBody(finishSignInValidator)
  const issuer = issuerNamed(name)
  const [source, language] = [sourceOf(request), preferredLanguage(request)]
  const outcome = await throttledProof(request.ip(), InvalidChallengeException, () =>
    signIn.handle({ issuer, code, verifier, language, source, lifetime })
  )
  if ('session' in outcome) return outcome.session
  if ('challenge' in outcome) throw new LinkRequiredException(outcome.challenge)
  const { challenge, methods } = await beginChallenge.handle(outcome.waiting, ['fed'])
  throw new SecondFactorRequiredException(challenge, methods)
}

/** Links an identity to the account with its e-mail, by the password, and opens a session. */
export async function linkByPassword(
  { request, response }: HttpContext,
  name: string,
  link: LinkIdentity,
  lifetime: number
): Promise<SessionParts> {
  const { challenge, password, ...proof } = await request.validateBody(linkIdentityValidator)
  const issuer = issuerNamed(name)
  const address = request.ip()
  const { email, ...owner } = await throttledProof(address, InvalidChallengeException, () =>
    findLinkOwner(challenge, issuer)
  )
  const source = sourceOf(request)
  return throttledLogin(
    { identifier: email, address, setHeaders: (headers) => response.headers(headers) },
    () => prove(owner, password),
    (user) =>
      throttledFactor(user, () => link.handle({ issuer, challenge, user, proof, source, lifetime }))
  )
}
