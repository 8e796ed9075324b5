import { listOf, nothing, plain, takes, type Area } from '#openapi/operation'
import { idValidator } from '#validators/lists'
import { logInValidator, refreshTokenValidator } from '#validators/users'
import { listSessionsValidator } from '#validators/shows'

export const sessions: Area = {
  tag: 'Sessions',
  description: 'Signing in and out. A session gives short access tokens and a refresh token.',
  operations: {
    'login.store': {
      summary: 'Sign in',
      description:
        'The `username` is the e-mail or the user name. The form is that of OAuth 2 (RFC 6749, section 4.3).',
      ignoresUnknown: true,
      body: takes(logInValidator, { username: 'alice', password: 'correct horse battery' }),
      problems: ['invalid_credentials', 'suspended', 'rate_limited'],
      answers: { 200: plain('SignedIn', ['RateLimit', 'RateLimit-Policy']) },
    },
    'tokens.refresh': {
      summary: 'Get new tokens',
      description:
        'Each refresh token is good for once. For ten seconds more it is answered with the newest pair, for lost answers and parallel tabs; presented after that, it must have been copied, and ends the session.',
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
    'sessions.index': {
      summary: 'List where I am signed in',
      description: 'With the address and the user agent of each, the one used last first.',
      query: listSessionsValidator,
      answers: { 200: listOf('Session') },
    },
    'sessions.destroy': {
      summary: 'End one of my sessions',
      description: 'Its tokens end at once.',
      path: idValidator,
      answers: { 204: nothing },
    },
  },
}
