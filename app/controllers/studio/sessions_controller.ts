import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import AnswerChallenge from '#actions/sessions/answer_challenge'
import BeginChallenge from '#actions/sessions/begin_challenge'
import EndRefreshedSession from '#actions/sessions/end_refreshed_session'
import LinkIdentity from '#actions/sessions/link_identity'
import OpenSession from '#actions/sessions/open_session'
import SignInWithIdentity from '#actions/sessions/sign_in_with_identity'
import SignInWithPasskey from '#actions/sessions/sign_in_with_passkey'
import RefreshSession from '#actions/sessions/refresh_session'
import {
  forgetStudioToken,
  keepStudioToken,
  studioAudience as audience,
  studioLifetime,
  studioTokenOf,
} from '#auth/studio_cookie'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import { sourceOf } from '#http/source'
import type { SessionParts } from '#models/session'
import { ownProfile } from '#queries/users/show_profile'
import { answerChallenge, logIn, signInWithPasskey } from '#controllers/log_in'
import { finishSignIn, linkByPassword } from '#controllers/log_in_at_issuer'

/** The session of a browser. No script can read the cookie with its refresh token. */
export default class SessionsController {
  @inject()
  async store(
    ctx: HttpContext,
    openSession: OpenSession,
    beginChallenge: BeginChallenge,
    answer: AnswerChallenge,
    signIn: SignInWithPasskey,
    atIssuer: SignInWithIdentity,
    link: LinkIdentity
  ) {
    const lifetime = studioLifetime()
    const has = (member: string) => ctx.request.input(member) !== undefined
    if (has('issuer')) {
      const issuer = String(ctx.request.input('issuer'))
      const session = has('challenge')
        ? await linkByPassword(ctx, issuer, link, lifetime)
        : await finishSignIn(ctx, issuer, { signIn: atIssuer, beginChallenge }, lifetime)
      return this.#signedIn(ctx, session)
    }
    if (has('challenge')) return this.#signedIn(ctx, await answerChallenge(ctx, answer, lifetime))
    if (has('passkey')) return this.#signedIn(ctx, await signInWithPasskey(ctx, signIn, lifetime))
    return this.#signedIn(ctx, await logIn(ctx, { openSession, beginChallenge }, lifetime))
  }

  @inject()
  async update(ctx: HttpContext, refreshSession: RefreshSession) {
    ctx.request.refuseStale(null)
    const token = studioTokenOf(ctx)
    if (token === undefined) return ctx.response.noContent()
    const source = sourceOf(ctx.request)
    const refreshed = refreshSession.handle({ token, lifetime: studioLifetime(), source, audience })
    const session = await refreshed.catch((error) => {
      if (error instanceof InvalidTokenException) forgetStudioToken(ctx)
      throw error
    })
    return this.#signedIn(ctx, session)
  }

  @inject()
  async destroy(ctx: HttpContext, endSession: EndRefreshedSession) {
    ctx.request.refuseStale(null)
    const token = studioTokenOf(ctx)
    if (token !== undefined) await endSession.handle(token, audience)
    forgetStudioToken(ctx)
    ctx.response.noContent()
  }

  /** The cookie gets the refresh token, and the answer all else. */
  async #signedIn(ctx: HttpContext, session: SessionParts) {
    const user = await ownProfile(session.userId)
    const { refresh_token: token, ...access } = await ctx.auth
      .use('jwt')
      .tokensOf(session, audience)
    keepStudioToken(ctx, token)
    return { ...access, user }
  }
}
