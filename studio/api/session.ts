import { HttpError } from 'react-admin'
import { apiPath } from './address'
import { problemOf } from './problem'

interface Session {
  access_token: string
  /** Seconds. */
  expires_in: number
}

/** Refreshed this long before it ends, so that no request meets its end on the way. */
const MARGIN_MS = 30_000

let token: string | undefined
let validUntil = 0

/** Whether the service said that the browser has no session: there is none to end. */
let isSignedOut = false

/** @param session undefined: there is none any more */
export const keep = (session: Session | undefined) => {
  token = session?.access_token
  validUntil = session ? Date.now() + session.expires_in * 1000 - MARGIN_MS : 0
  isSignedOut = false
}

/** The cookie with the refresh token goes to this address alone, and no script reads it. */
const ask = (method: 'POST' | 'PUT' | 'DELETE', body?: object) =>
  fetch(`${apiPath}studio/session`, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Plaza-Studio': '1' },
    ...(body && { body: JSON.stringify(body) }),
  })

/** @throws HttpError if the service refuses */
export async function logIn(credentials: object): Promise<void> {
  const response = await ask('POST', credentials)
  if (!response.ok) throw await problemOf(response)
  keep(await response.json())
}

/**
 * Opens another session after a change of the password, which has ended the one of the cookie.
 *
 * @param replaced the access token of the session that the change made, which ends
 * @returns whether that worked: a second try is the user's
 */
export async function renewSession(credentials: object, replaced: string): Promise<boolean> {
  const headers = { 'Authorization': `Bearer ${replaced}`, 'Content-Type': 'application/json' }
  try {
    await logIn(credentials)
    await fetch(`${apiPath}logout`, { method: 'POST', headers })
    return true
  } catch {
    return false
  }
}

/** Ends the session here even if the service can't be reached. */
export async function logOut(): Promise<void> {
  const isOver = isSignedOut
  keep(undefined)
  if (!isOver) await ask('DELETE').catch(() => undefined)
}

let refreshing: Promise<boolean> | undefined

/**
 * Takes a new access token, once for all requests and in turn with other tabs.
 *
 * @returns false if there is no session
 */
export function refresh(): Promise<boolean> {
  refreshing ??= inTurnWithTabs().finally(() => {
    refreshing = undefined
  })
  return refreshing
}

const inTurnWithTabs = async (): Promise<boolean> =>
  navigator.locks.request('plaza-studio-session', takeNewToken)

async function takeNewToken() {
  const response = await ask('PUT')
  const isOver = response.status === 204 || response.status === 401 || response.status === 403
  if (!response.ok && !isOver) throw await problemOf(response)
  keep(isOver ? undefined : await response.json())
  // A suspended user keeps the cookie.
  isSignedOut = isOver && response.status !== 403
  return !isOver
}

/** @returns the access token. @throws HttpError with status 401 if there is no session */
export async function accessToken(): Promise<string> {
  if ((!token || Date.now() > validUntil) && !(await refresh())) {
    throw new HttpError('plaza.session.ended', 401)
  }
  return token!
}

export const hasSession = async (): Promise<boolean> =>
  (token !== undefined && Date.now() < validUntil) || refresh()
