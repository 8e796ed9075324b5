import config from '@adonisjs/core/services/config'
import logger from '@adonisjs/core/services/logger'
import type { Configuration, CustomFetch } from 'openid-client'
import { callbackUri } from '#auth/issuers'
import IssuerFailedException from '#exceptions/issuer_failed_exception'
import IssuerUnavailableException from '#exceptions/issuer_unavailable_exception'
import type { Issuer } from '#domain/oidc'
import type { IssuerSecrets } from '#security/oidc_secrets'

const MAX_ANSWER_BYTES = 1_000_000

const KNOWN_MS = 60 * 60 * 1000

interface Known {
  settings: string
  until: number
  configuration: Promise<Configuration>
}

/** By name. A configuration is read once an hour, and again after a failure. */
const known = new Map<string, Known>()

/** The first sign-in loads the library, so a site without issuers never does. */
const library = () => import('openid-client')

/** The issuer's published configuration. @throws IssuerUnavailableException, IssuerFailedException */
export function configurationOf(issuer: Issuer): Promise<Configuration> {
  const settings = JSON.stringify([issuer.url, issuer.clientId, issuer.clientSecret])
  const found = known.get(issuer.name)
  if (found?.settings === settings && performance.now() < found.until) return found.configuration
  const configuration = guarded(issuer, () => discover(issuer))
  known.set(issuer.name, { settings, until: performance.now() + KNOWN_MS, configuration })
  configuration.catch(() => {
    if (known.get(issuer.name)?.configuration === configuration) known.delete(issuer.name)
  })
  return configuration
}

async function discover({ url, clientId, clientSecret }: Issuer): Promise<Configuration> {
  const oidc = await library()
  const server = new URL(url)
  const insecure = server.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  return oidc.discovery(server, clientId, clientSecret, undefined, {
    // TLS proves the sender of a token; only the signature proves its maker, behind any proxy.
    execute: [...insecure, oidc.enableNonRepudiationChecks],
    timeout: config.get('oidc.timeoutSeconds'),
    [oidc.customFetch]: limitedFetch,
  })
}

/** The address that starts a sign-in in the browser. @throws IssuerUnavailableException, IssuerFailedException */
export async function authorizationUrl(
  issuer: Issuer,
  { state, nonce, verifier }: IssuerSecrets
): Promise<URL> {
  const configuration = await configurationOf(issuer)
  const oidc = await library()
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUri(issuer),
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
}

/** @param query of the callback @throws IssuerUnavailableException, IssuerFailedException */
export async function claimsOf(
  issuer: Issuer,
  query: URLSearchParams,
  { state, nonce, verifier }: IssuerSecrets
): Promise<Record<string, unknown>> {
  const configuration = await configurationOf(issuer)
  return guarded(issuer, async () => {
    const oidc = await library()
    const address = new URL(`${callbackUri(issuer)}?${query}`)
    const tokens = await oidc.authorizationCodeGrant(configuration, address, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    const lacks = (name: string) => claims[name] === undefined
    const needsMore = lacks('email') || (issuer.roles.length > 0 && lacks('groups'))
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined
    const more =
      needsMore && hasMore
        ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {}
    return { ...more, ...claims }
  })
}

/** Protects against an answer that is too long or never ends. */
const limitedFetch: CustomFetch = async (url, options) => {
  const response = await fetch(url, options as RequestInit)
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body ?? []) {
    bytes += piece.length
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is too long')
    pieces.push(piece)
  }
  const body = bytes > 0 ? Buffer.concat(pieces) : null
  const { status, headers } = response
  return new Response(body, { status, headers })
}

/** The log gets no answer of the issuer, since it may hold tokens. */
async function guarded<T>(issuer: Issuer, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { message, code, error: word } = error as Error & { code?: string; error?: string }
    logger.warn({ issuer: issuer.name, code, word }, `a sign-in at the issuer failed: ${message}`)
    if (isOutage(error)) throw new IssuerUnavailableException(issuer.title)
    throw new IssuerFailedException(issuer.title)
  }
}

/** Whether the issuer does not answer, or answers with 5xx or 429. */
function isOutage(error: unknown): boolean {
  const { code, cause, name } = error as Error & { code?: string }
  if (code === 'OAUTH_TIMEOUT' || name === 'TimeoutError') return true
  // fetch throws this for a failed connection.
  if (error instanceof TypeError && code === undefined) return true
  return cause instanceof Response && (cause.status >= 500 || cause.status === 429)
}
