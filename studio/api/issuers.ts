import { HttpError } from 'react-admin'
import { apiPath, studioPath } from './address'
import { problemOf } from './problem'
import type { components } from './schema'

type Methods = components['schemas']['SignInMethods']

/** What this tab remembers while its user is at the issuer. */
const KEY = 'plaza-sign-in'

interface Begun {
  issuer: string
  state: string
  verifier: string
}

/** How users sign in here. @throws HttpError */
export async function signInMethods(): Promise<Methods> {
  const response = await fetch(`${apiPath}login`)
  if (!response.ok) throw await problemOf(response)
  return response.json()
}

/** The page that the issuer leads back to. */
const redirectUri = () => new URL(`${studioPath}login`, location.origin).href

/** Leaves the page for the issuer. */
export async function goToIssuer(issuer: string): Promise<void> {
  const begun: Begun = { issuer, state: random(), verifier: random() }
  sessionStorage.setItem(KEY, JSON.stringify(begun))
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier))
  const query = new URLSearchParams({
    redirect_uri: redirectUri(),
    state: begun.state,
    code_challenge: base64url(new Uint8Array(digest)),
  })
  location.assign(`${apiPath}login/${issuer}?${query}`)
}

/** Whether the page was opened by way of an issuer. */
export const leadsBack = () => /[?&](code|error)=/.test(location.search)

/**
 * What the issuer led back with, once: it leaves the address and the memory of the tab.
 *
 * @throws HttpError if the issuer refused, or another page began
 */
export function backFromIssuer() {
  const query = new URLSearchParams(location.search)
  const begun: Begun | null = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
  sessionStorage.removeItem(KEY)
  history.replaceState(history.state, '', location.pathname)
  if (query.get('error') === 'access_denied') throw new HttpError('plaza.login.denied', 401)
  const code = query.get('code')
  const isOurs = begun !== null && begun.state === query.get('state')
  if (!code || !isOurs) throw new HttpError('plaza.login.not_at_issuer', 401)
  return { issuer: begun.issuer, code, code_verifier: begun.verifier }
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
