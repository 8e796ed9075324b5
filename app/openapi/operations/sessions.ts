import { listOf, nothing, pageOf, plain, takes, type Area } from '#openapi/operation'
import { idValidator, listSecurityEventsValidator } from '#validators/lists'
import { studioSignInValidator } from '#validators/second_factors'
import { logInValidator, refreshTokenValidator } from '#validators/users'
import { listSessionsValidator } from '#validators/shows'

const noSession = { description: 'There is no cookie', headers: [] }

export const sessions: Area = {
  tag: 'Sessions',
  description: 'Signing in and out. A session gives short access tokens and a refresh token.',
  operations: {
    'login.store': {
      summary: 'Sign in',
      description:
        'The `username` is the e-mail or the user name. The form is that of OAuth 2 (RFC 6749, section 4.3). If a second factor is on, the right password is answered with 401 `second_factor_required` and a `challenge`: see `POST /login/second-factor`.',
      ignoresUnknown: true,
      body: takes(logInValidator, { username: 'alice', password: 'correct horse battery' }),
      problems: [
        'invalid_credentials',
        'second_factor_required',
        'local_login_off',
        'suspended',
        'approval_pending',
        'rate_limited',
      ],
      answers: { 200: plain('SignedIn', ['RateLimit', 'RateLimit-Policy']) },
    },
    'tokens.refresh': {
      summary: 'Get new tokens',
      description:
        'Each refresh token works once. For ten more seconds it gets the newest pair, for lost answers and parallel tabs. After that it counts as stolen, and ends the session.',
      ignoresUnknown: true,
      body: takes(refreshTokenValidator, { refresh_token: '11.4.mJ0tqXh2…' }),
      problems: ['invalid_token'],
      answers: { 200: plain('Token') },
    },
    'logout.store': {
      summary: 'Sign out',
      description:
        'Ends this session at once, its access token too. Never limited, and taken while Plaza is read-only.',
      answers: { 204: nothing },
    },
    'studio.sessions.store': {
      summary: 'Sign in to the studio',
      description:
        'Only for pages of this origin. Takes the bodies of `/login`, `/login/second-factor` and `/login/passkey`, and those of `/login/{issuer}` and its `/link` together with `issuer`. The same limits count. The refresh token goes into the cookie `__Secure-plaza_studio` (`plaza_studio` without TLS) that no script can read, and works for 12 hours.',
      ignoresUnknown: true,
      body: takes(studioSignInValidator, {
        username: 'alice',
        password: 'correct horse battery',
      }),
      problems: [
        'invalid_credentials',
        'second_factor_required',
        'local_login_off',
        'email_not_verified',
        'signup_closed',
        'email_taken',
        'link_required',
        'conflict',
        'not_found',
        'invalid_challenge',
        'invalid_code',
        'invalid_passkey',
        'suspended',
        'approval_pending',
        'rate_limited',
      ],
      answers: { 200: plain('StudioSignedIn', ['Set-Cookie', 'RateLimit?', 'RateLimit-Policy?']) },
    },
    'studio.sessions.update': {
      summary: 'Get a new access token for the studio',
      description:
        'By the refresh token in the cookie, which it renews for 12 hours; 204 without one. As with `/token/refresh`, a used one works for ten seconds more, for parallel tabs.',
      problems: ['invalid_token'],
      answers: { 200: plain('StudioSignedIn', ['Set-Cookie']), 204: noSession },
    },
    'studio.sessions.destroy': {
      summary: 'Sign out of the studio',
      description:
        'Ends the session of the cookie at once, its access token too, and clears the cookie. Without a session nothing happens. Never limited, and taken while Plaza is read-only.',
      answers: { 204: { ...nothing, headers: ['Set-Cookie'] } },
    },
    'sessions.index': {
      summary: 'List where I am signed in',
      description: 'With the address and the user agent of each, the one used last first.',
      query: listSessionsValidator,
      answers: { 200: listOf('Session') },
    },
    'security_events.index': {
      summary: 'Read the security log of my account',
      description:
        'Sign-ins, changes of the password and similar events, newest first, with address and user agent. They are kept for a year.',
      query: listSecurityEventsValidator,
      answers: { 200: pageOf('SecurityEvent') },
    },
    'sessions.destroy': {
      summary: 'End one of my sessions',
      description: 'Its tokens end at once.',
      path: idValidator,
      answers: { 204: nothing },
    },
  },
}
