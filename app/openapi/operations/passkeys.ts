import { created, listOf, nothing, plain, takes, type Area } from '#openapi/operation'
import { passkey } from '#resources/passkey'
import { idValidator } from '#validators/lists'
import {
  addPasskeyValidator,
  listPasskeysValidator,
  renamePasskeyValidator,
  signInWithPasskeyValidator,
} from '#validators/passkeys'

const answered = <Response extends object>(response: Response) => ({
  id: 'AAII-QgfuS9Xy7XhdVOEbA',
  rawId: 'AAII-QgfuS9Xy7XhdVOEbA',
  type: 'public-key' as const,
  response: { clientDataJSON: 'eyJ0eXBlIjoi', ...response },
})

const attestation = answered({ attestationObject: 'o2NmbXRkbm9uZQ' })
const assertion = answered({
  authenticatorData: 'SZYN5Yg',
  signature: 'MEUCIQ',
  userHandle: 'dXNlcg',
})

export const passkeys: Area = {
  tag: 'Passkeys',
  description:
    'Keys that a device keeps, and uses only after it has verified its user (WebAuthn). A passkey signs in without a password, or is a second factor beside it. Make options, give them to the browser, and send its answer as JSON (`toJSON`) within five minutes; each answer works once.',
  operations: {
    'passkeys.index': {
      summary: 'List my passkeys',
      query: listPasskeysValidator,
      answers: { 200: listOf(passkey.views.Passkey) },
    },
    'passkeys.options.store': {
      summary: 'Make the options for a new passkey',
      description: 'For `navigator.credentials.create`.',
      answers: { 200: plain('PasskeyOptions') },
    },
    'passkeys.store': {
      summary: 'Add a passkey',
      description:
        'It is a second factor from now on. The answer to the first passkey has ten recovery codes, which no other answer shows. A user has up to 20 passkeys.',
      body: takes(addPasskeyValidator, { passkey: attestation, name: 'My phone' }),
      problems: ['conflict'],
      answers: { 201: created('NewPasskey') },
    },
    'passkeys.update': {
      summary: 'Rename a passkey',
      path: idValidator,
      body: takes(renamePasskeyValidator, { name: 'My old phone' }),
      answers: { 200: plain(passkey.views.Passkey) },
    },
    'passkeys.destroy': {
      summary: 'Remove a passkey',
      description: 'The recovery codes go with the last second factor.',
      path: idValidator,
      answers: { 204: nothing },
    },
    'login.passkey_options.store': {
      summary: 'Make the options for a sign-in with a passkey',
      description:
        'For `navigator.credentials.get`; also for `POST /login/second-factor` and `POST /sessions/current/step-up`.',
      answers: { 200: plain('PasskeyOptions') },
    },
    'login.passkeys.store': {
      summary: 'Sign in with a passkey',
      description: 'Needs neither a name nor a password.',
      body: takes(signInWithPasskeyValidator, { passkey: assertion }),
      problems: ['invalid_passkey', 'suspended', 'rate_limited'],
      answers: { 200: plain('SignedIn') },
    },
  },
}
