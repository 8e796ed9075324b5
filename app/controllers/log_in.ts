import type { HttpContext } from '@adonisjs/core/http'
import type AnswerChallenge from '#actions/sessions/answer_challenge'
import type BeginChallenge from '#actions/sessions/begin_challenge'
import type SignInWithPasskey from '#actions/sessions/sign_in_with_passkey'
import type OpenSession from '#actions/sessions/open_session'
import { prove } from '#auth/credentials'
import { refuseLocalLogin } from '#auth/issuers'
import InvalidPasskeyException from '#exceptions/invalid_passkey_exception'
import InvalidChallengeException from '#exceptions/invalid_challenge_exception'
import SecondFactorRequiredException from '#exceptions/second_factor_required_exception'
import { sourceOf } from '#http/source'
import { throttledLogin, throttledProof } from '#limits/login_throttle'
import { throttledFactor } from '#limits/second_factor_limit'
import LoginChallenge from '#models/login_challenge'
import type { SessionParts } from '#models/session'
import { findCredentials } from '#queries/users/find_credentials'
import { normaliseIdentifier } from '#domain/identifier'
import { signInWithPasskeyValidator } from '#validators/passkeys'
import { secondFactorValidator } from '#validators/second_factors'
import { logInValidator } from '#validators/users'

/**
 * Opens a session by name and password, within the limits of failed logins. @param lifetime seconds without a refresh
 * @throws SecondFactorRequiredException with a challenge, if a second factor is on
 */
export async function logIn(
  { request, response }: HttpContext,
  { openSession, beginChallenge }: { openSession: OpenSession; beginChallenge: BeginChallenge },
  lifetime: number
): Promise<SessionParts> {
  const { username, password } = await request.validateBody(logInValidator)
  refuseLocalLogin(request)
  const identifier = normaliseIdentifier(username)
  const source = sourceOf(request)
  const known = await findCredentials(identifier)
  return throttledLogin(
    { identifier, address: request.ip(), setHeaders: (headers) => response.headers(headers) },
    () => prove(known, password),
    async (user) => {
      if (!user.hasSecondFactor) return openSession.handle({ user, source, lifetime })
      const { challenge, methods } = await beginChallenge.handle(user)
      throw new SecondFactorRequiredException(challenge, methods)
    }
  )
}

/** Opens a session by a challenge and the proof of a second factor. @throws InvalidChallengeException */
export async function answerChallenge(
  { request }: HttpContext,
  answer: AnswerChallenge,
  lifetime: number
): Promise<SessionParts> {
  const { challenge, ...proof } = await request.validateBody(secondFactorValidator)
  const userId = await LoginChallenge.userIdOf(challenge)
  if (userId === null) throw new InvalidChallengeException()
  return throttledFactor({ id: userId, hasSecondFactor: true }, () =>
    answer.handle({ userId, challenge, proof, source: sourceOf(request), lifetime })
  )
}

/** @throws InvalidPasskeyException */
export async function signInWithPasskey(
  { request }: HttpContext,
  signIn: SignInWithPasskey,
  lifetime: number
): Promise<SessionParts> {
  const { passkey: assertion } = await request.validateBody(signInWithPasskeyValidator)
  const source = sourceOf(request)
  return throttledProof(request.ip(), InvalidPasskeyException, () =>
    signIn.handle({ assertion, source, lifetime })
  )
}
