import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { HttpError } from 'react-admin'
import { apiPath } from './address'
import { api } from './client'
import { problemOf } from './problem'

export const hasPasskeys = browserSupportsWebAuthn

/** Asks the browser for a passkey of the user. @throws HttpError, also if the user gives none */
export async function askPasskey() {
  const response = await fetch(`${apiPath}login/passkey/options`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
  if (!response.ok) throw await problemOf(response)
  const optionsJSON = await response.json()
  const { response: proof, ...answer } = await startAuthentication({ optionsJSON }).catch(refuse)
  return { ...answer, response: { ...proof } }
}

/** Makes one, after the sign-in is fresh. @throws HttpError, also if the user cancels */
export async function makePasskey() {
  const { data } = await api.POST('/passkeys/options')
  const optionsJSON = data as unknown as Parameters<typeof startRegistration>[0]['optionsJSON']
  const { response: proof, ...answer } = await startRegistration({ optionsJSON }).catch(refuse)
  return { ...answer, response: { ...proof } }
}

function refuse({ name }: Error): never {
  const isKnown = name === 'InvalidStateError'
  throw new HttpError(isKnown ? 'plaza.passkey.known' : 'plaza.passkey.none', 400)
}
