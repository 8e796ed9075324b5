import { nothing, plain, resource, takes, type Area } from '#openapi/operation'
import { codeValidator, secondFactorValidator, stepUpValidator } from '#validators/second_factors'

export const secondFactors: Area = {
  tag: 'Second factors',
  description:
    'A code of an authenticator app beside the password (TOTP, RFC 6238: SHA-1, six digits, 30 seconds), or a passkey. Each code works once. Ten recovery codes stand in for a lost device. `LIMIT_SECOND_FACTOR` limits wrong codes of an account, from all addresses. With `REQUIRE_2FA`, accounts without a second factor can only set one up (403 `second_factor_needed`).',
  operations: {
    'login.second_factors.store': {
      summary: 'Finish a sign-in with the second factor',
      description:
        'With the `challenge` of `POST /login`, and a `code`, a `recovery_code` or a `passkey`: the answer of an authenticator to the options of `POST /login/passkey/options`. A wrong proof leaves the challenge as it is. A challenge works for five minutes, and for one sign-in.',
      body: takes(secondFactorValidator, {
        challenge: 'b7Vt0S4xJ2mQf9YkLhR3dWc8ZuPgAi6DnE1oXsT5yKq',
        code: '123456',
      }),
      problems: [
        'invalid_challenge',
        'invalid_code',
        'invalid_passkey',
        'invalid_credentials',
        'suspended',
        'rate_limited',
      ],
      answers: { 200: plain('SignedIn') },
    },
    'sessions.step_ups.store': {
      summary: 'Confirm who I am',
      description:
        'Makes the sign-in of this session fresh for 15 minutes, for requests that need it. `code` is needed if a second factor is on. A `passkey` is enough by itself. The access token of the answer has the time in `auth_time` and the methods in `amr`; older tokens of the session count as fresh too.',
      body: takes(stepUpValidator, { password: 'correct horse battery', code: '123456' }),
      answers: { 200: plain('AccessToken') },
    },
    'second_factors.show': {
      summary: 'Read my second factors',
      answers: { 200: resource('SecondFactors') },
    },
    'totp.store': {
      summary: 'Set up an authenticator app',
      description:
        'Answers with a new secret, as text, as an `otpauth:` address and as a picture. It counts from the first code on: `PUT`.',
      problems: ['conflict'],
      answers: { 200: plain('NewTotp') },
    },
    'totp.update': {
      summary: 'Turn the authenticator app on',
      description: 'With a first code of it. Keep the recovery codes: no other answer has them.',
      body: takes(codeValidator, { code: '123456' }),
      problems: ['conflict'],
      answers: { 200: plain('RecoveryCodes') },
    },
    'totp.destroy': {
      summary: 'Remove the authenticator app',
      description: 'The recovery codes go with the last second factor.',
      problems: ['not_found'],
      answers: { 204: nothing },
    },
    'recovery_codes.store': {
      summary: 'Make new recovery codes',
      description: 'The old ones end. Keep the new ones: no other answer has them.',
      problems: ['conflict'],
      answers: { 200: plain('RecoveryCodes') },
    },
  },
}
