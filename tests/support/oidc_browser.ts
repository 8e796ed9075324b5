import { createHash, randomBytes } from 'node:crypto'
import type { ApiClient } from '@japa/api-client'
import { redirectUri } from '#tests/support/oidc_issuer'
import { origin } from '#tests/support/server'

/** A browser that follows a sign-in at an issuer, with cookies for each server, and the page that began it. */
export class OidcBrowser {
  readonly verifier = randomBytes(32).toString('base64url')
  #cookies = new Map<string, Map<string, string>>()

  constructor(readonly name = 'keycloak') {}

  get query() {
    const challenge = createHash('sha256').update(this.verifier).digest('base64url')
    return { redirect_uri: redirectUri, state: 'of the client & more', code_challenge: challenge }
  }

  /** Goes to Plaza and on to the issuer. @returns the address that the issuer sends the browser back to */
  async goToIssuer(query: Record<string, string> = this.query): Promise<string> {
    let address = `${origin}/login/${this.name}?${new URLSearchParams(query)}`
    for (let hops = 0; hops < 10; hops++) {
      const response = await this.open(address)
      const location = response.headers.get('location')
      if (!location)
        throw new Error(`${address} answers ${response.status}: ${await response.text()}`)
      address = new URL(location, address).href
      if (address.startsWith(`${origin}/login/${this.name}/callback`)) return address
    }
    throw new Error('The issuer leads around in circles')
  }

  /** So that the issuer takes it for another user. */
  forgetIssuer() {
    for (const server of this.#cookies.keys()) if (server !== origin) this.#cookies.delete(server)
  }

  /** @returns the address of the client that the browser ends at */
  async comeBack(address: string): Promise<URL> {
    const response = await this.open(address)
    if (response.status !== 302) throw new Error(`${response.status}: ${await response.text()}`)
    return new URL(response.headers.get('location')!)
  }

  /** The whole way. @returns the code for the client */
  async code(): Promise<string> {
    return (await this.comeBack(await this.goToIssuer())).searchParams.get('code')!
  }

  async open(address: string): Promise<Response> {
    const { origin: server } = new URL(address)
    const known = this.#cookies.get(server) ?? new Map<string, string>()
    this.#cookies.set(server, known)
    const cookie = [...known].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } })
    for (const header of response.headers.getSetCookie()) {
      const [name, value] = header.split(';')[0].split(/=(.*)/)
      known.set(name, value)
    }
    return response
  }

  /** Sends a code as the page does. */
  finish(client: ApiClient, code: string) {
    return client.post(`/login/${this.name}`).json({ code, code_verifier: this.verifier })
  }

  /** The whole way, and the tokens. */
  async signIn(client: ApiClient) {
    return this.finish(client, await this.code())
  }
}
