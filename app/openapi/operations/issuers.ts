import { listOf, nothing, plain, resource, takes, type Area } from '#openapi/operation'
import { identity } from '#resources/identity'
import { idValidator } from '#validators/lists'
import {
  beginSignInValidator,
  callbackValidator,
  finishSignInValidator,
  issuerInUrlValidator,
  linkIdentityValidator,
  listIdentitiesValidator,
} from '#validators/oidc'

const leadsOn = { description: 'Leads the browser on', headers: ['Location' as const] }

export const issuers: Area = {
  tag: 'Issuers',
  description:
    'Signing in with an account of another system (OpenID Connect). A page makes a `code_verifier` and sends the browser to `GET /login/{issuer}`. The browser returns to the page’s `redirect_uri` with a `code`. The page sends both to `POST /login/{issuer}`.',
  operations: {
    'login.methods.show': {
      summary: 'See how users sign in here',
      description: 'For a page that asks for a sign-in.',
      answers: { 200: resource('SignInMethods') },
    },
    'login.issuers.show': {
      summary: 'Begin to sign in at an issuer',
      description:
        'For a browser: it leads to the issuer, and sets a cookie for this path. `redirect_uri` is one of `OIDC_REDIRECT_URIS`; the browser comes back to it within ten minutes with `code`, or with `error` (RFC 6749, section 4.1.2.1), and with your `state`.',
      path: issuerInUrlValidator,
      query: beginSignInValidator,
      parameters: {
        redirect_uri: 'Where the browser comes back to.',
        state: 'It comes back as it is: compare it.',
        code_challenge: 'The SHA-256 of your `code_verifier`, in base64url (RFC 7636, `S256`).',
      },
      problems: ['not_found', 'rate_limited', 'issuer_failed', 'issuer_unavailable'],
      answers: { 302: leadsOn },
    },
    'login.callbacks.show': {
      summary: 'Come back from an issuer',
      description: 'Only for the issuer: register this address there.',
      ignoresUnknown: true,
      path: issuerInUrlValidator,
      query: callbackValidator,
      parameters: {
        state: 'As Plaza gave it to the issuer.',
        code: 'Of the issuer.',
        error: 'Why the issuer gives no code.',
      },
      problems: [
        'invalid_challenge',
        'not_found',
        'rate_limited',
        'issuer_failed',
        'issuer_unavailable',
      ],
      answers: { 302: leadsOn },
    },
    'login.issuers.store': {
      summary: 'Finish to sign in at an issuer',
      description:
        'The `code` works once, for two minutes. A user who is new here gets an account, if `SIGNUP` is `open` and the issuer has verified the e-mail. If an account has that e-mail, the answer is 409 `link_required` with a `challenge` for `POST /login/{issuer}/link`.',
      path: issuerInUrlValidator,
      body: takes(finishSignInValidator, {
        code: 'kJ3…',
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      }),
      problems: [
        'invalid_challenge',
        'second_factor_required',
        'email_not_verified',
        'signup_closed',
        'suspended',
        'not_found',
        'email_taken',
        'link_required',
        'rate_limited',
      ],
      answers: { 200: plain('SignedIn') },
    },
    'login.links.store': {
      summary: 'Link who signed in at an issuer to an account',
      description:
        'By the password of the account with the same e-mail, and its second factor if one is on. From then on a sign-in at the issuer signs in to this account.',
      path: issuerInUrlValidator,
      body: takes(linkIdentityValidator, {
        challenge: 'kJ3…',
        password: 'correct horse battery',
      }),
      problems: [
        'invalid_challenge',
        'invalid_credentials',
        'suspended',
        'not_found',
        'conflict',
        'rate_limited',
      ],
      answers: { 200: plain('SignedIn', ['RateLimit', 'RateLimit-Policy']) },
    },
    'identities.index': {
      summary: 'List where else I can sign in',
      description: 'The issuers that know me.',
      query: listIdentitiesValidator,
      answers: { 200: listOf(identity.views.Identity) },
    },
    'identities.destroy': {
      summary: 'End one of these ways to sign in',
      description: 'Not the only one: a password, a passkey or another issuer must be left.',
      path: idValidator,
      problems: ['conflict'],
      answers: { 204: nothing },
    },
  },
}
