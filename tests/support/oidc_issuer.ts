import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  decodeJwt,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose'
import Provider, { type Context } from 'oidc-provider'
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js'
import { titleOf, type Issuer } from '#domain/oidc'
import { origin } from '#tests/support/server'
import { setting } from '#tests/support/settings'

export interface Person {
  sub: string
  email?: string
  email_verified?: boolean
  preferred_username?: string
  name?: string
  groups?: string[]
}

/** Where a browser is sent back to, beside the studio. */
export const redirectUri = 'https://site.example/signed-in'

export const clientSecret = 'a secret of the client, which is long'

/** Certified issuers are made of `oidc-provider`; this is one. Its users sign in without a word. */
export class OidcIssuer {
  /** Who sits in front of the browser; null refuses. */
  person: Person | null = null
  /** Changes the claims of its ID tokens. */
  claims: (claims: JWTPayload) => Record<string, unknown> = (claims) => claims
  /** Signs an ID token. */
  sign = (claims: JWTPayload): string | Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(this.#key)
  /** Runs before each answer, by path. */
  before: (ctx: Context) => Promise<void> = async () => {}
  requests: string[] = []
  #key: CryptoKey
  #server: Server
  #people = new Map<string, Person>()

  private constructor(
    readonly name: string,
    key: CryptoKey,
    server: Server
  ) {
    this.#key = key
    this.#server = server
  }

  static async start(name = 'keycloak'): Promise<OidcIssuer> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const issuer = new OidcIssuer(name, privateKey, server)
    issuer.#serve({ ...(await exportJWK(privateKey)), kid: 'one', use: 'sig', alg: 'RS256' })
    return issuer
  }

  get url() {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Lets its users sign in to this process. @returns a function that ends it, for `cleanup` */
  use(roles: Issuer['roles'] = [], others: OidcIssuer[] = []): () => void {
    const issuers = [this, ...others].map(({ name, url }) => {
      return { name, title: titleOf(name), url, clientId: 'plaza', clientSecret, roles }
    })
    const undo = [
      setting('oidc.base', origin),
      setting('oidc.issuers', issuers),
      setting('oidc.redirectUris', [redirectUri, `${origin}/studio/login`]),
    ]
    return () => undo.forEach((one) => one())
  }

  /** Signs with a key that it does not publish. */
  async signWithAnotherKey() {
    this.#key = (await generateKeyPair('RS256')).privateKey
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #serve(key: JWK) {
    const callback = `${origin}/login/${this.name}/callback`
    const provider = new Provider(this.url, {
      clients: [{ client_id: 'plaza', client_secret: clientSecret, redirect_uris: [callback] }],
      // Of the library itself, it would warn.
      adapter: class extends MemoryAdapter {},
      jwks: { keys: [key] },
      cookies: { keys: ['a key of cookies'] },
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'preferred_username', 'groups'],
      },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: () => this.#people.get(sub),
      }),
      loadExistingGrant: (ctx: any) => grantOf(ctx),
      renderError: (ctx: Context, out: object) => {
        ctx.body = out
      },
      ttl: {
        AccessToken: 60,
        AuthorizationCode: 60,
        IdToken: 60,
        Interaction: 60,
        Session: 60,
        Grant: 60,
      },
    })
    provider.use(async (ctx, next) => {
      this.requests.push(ctx.path)
      await this.before(ctx)
      if (ctx.res.writableEnded) return
      await next()
      if (ctx.path === '/token' && ctx.body?.id_token) {
        ctx.body.id_token = await this.sign(this.claims(decodeJwt(ctx.body.id_token)))
      }
    })
    const answer = provider.callback()
    this.#server.on('request', (request, response) => {
      if (!request.url!.startsWith('/interaction/')) return answer(request, response)
      const { person } = this
      if (person) this.#people.set(person.sub, person)
      const result = person
        ? { login: { accountId: person.sub, remember: false } }
        : { error: 'access_denied' }
      void provider.interactionFinished(request, response, result)
    })
  }
}

/** Everything is granted at once. */
async function grantOf(ctx: any) {
  const { client, session, provider } = ctx.oidc
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid email profile')
  await grant.save()
  return grant
}
