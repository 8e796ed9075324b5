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

/** By name. It is read once an hour, and again after a failure. */
const known = new Map<string, Known>()

/** The library is loaded with the first sign-in, and not at all without issuers. */
const library = () => import('openid-client')

/** What the issuer says of itself. @throws IssuerUnavailableException, IssuerFailedException */
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
    // TLS proves where a token came from; its signature proves who made it, whatever stands between.
    execute: [...insecure, oidc.enableNonRepudiationChecks],
    timeout: config.get('oidc.timeoutSeconds'),
    [oidc.customFetch]: limitedFetch,
  })
}

/** Where the browser begins. @throws IssuerUnavailableException, IssuerFailedException */
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

/**
 * Takes what the issuer says of the user.
 *
 * @param query with which the browser came back
 * @throws IssuerUnavailableException, IssuerFailedException
 */
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

/** An answer that is too long, or never ends, does no harm. */
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

/** Whether it does not answer, or can't answer at present. */
function isOutage(error: unknown): boolean {
  const { code, cause, name } = error as Error & { code?: string }
  if (code === 'OAUTH_TIMEOUT' || name === 'TimeoutError') return true
  // What fetch throws for a connection that fails.
  if (error instanceof TypeError && code === undefined) return true
  return cause instanceof Response && (cause.status >= 500 || cause.status === 429)
}
