import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { OidcSignInSchema } from '#database/schema'
import type { Claims } from '#domain/oidc'
import { digestOfSecret, newSecret } from '#security/oidc_secrets'

interface Begun {
  issuer: string
  /** The secret in the cookie. */
  browser: string
  redirectUri: string
  clientState?: string
  codeChallenge: string
}

/** A sign-in at an issuer. Each step ends the one before, so each secret works once. */
export default class OidcSignIn extends OidcSignInSchema {
  /** Of the step at the issuer, and of a link. */
  static readonly lifetimeSeconds = 600

  static readonly codeLifetimeSeconds = 120

  /** @returns the state for the issuer */
  static async begin({ browser, ...begun }: Begun): Promise<string> {
    const state = newSecret()
    const row = {
      issuer: begun.issuer,
      step: 'issuer',
      digest: digestOfSecret(state),
      browser: digestOfSecret(browser),
      redirect_uri: begun.redirectUri,
      client_state: begun.clientState ?? null,
      code_challenge: begun.codeChallenge,
      expires_at: db.raw(`now() + interval '${this.lifetimeSeconds} seconds'`),
    }
    await db.table('oidc_sign_ins').insert(row)
    return state
  }

  /** @returns null for an unknown, expired or used state, and for another browser */
  static async comeBack(
    issuer: string,
    state: string,
    browser: string
  ): Promise<OidcSignIn | null> {
    const { rows } = await db.rawQuery(
      `update oidc_sign_ins set step = 'exchange', digest = null
       where digest = :state and browser = :browser and issuer = :issuer
         and step = 'issuer' and expires_at > now()
       returning id`,
      { issuer, state: digestOfSecret(state), browser: digestOfSecret(browser) }
    )
    return rows.length > 0 ? this.find(rows[0].id) : null
  }

  /** @returns the code for the client */
  giveCode(claims: Claims): Promise<string> {
    return this.#proceed('code', OidcSignIn.codeLifetimeSeconds, { claims })
  }

  /** @returns the challenge for the owner of the account */
  askForLink(userId: number): Promise<string> {
    return this.#proceed('link', OidcSignIn.lifetimeSeconds, { userId })
  }

  async #proceed(
    step: 'code' | 'link',
    seconds: number,
    known: { claims?: Claims; userId?: number }
  ) {
    const secret = newSecret()
    const expiresAt = DateTime.now().plus({ seconds })
    const row: OidcSignIn = this
    await row.merge({ ...known, step, digest: digestOfSecret(secret), expiresAt }).save()
    return secret
  }

  /** By the client's code. @returns null for an unknown, expired or used one */
  static withCode(code: string, issuer: string, client: QueryClientContract) {
    return this.#at('code', code, issuer, client).first()
  }

  /** By the challenge of a link. @returns null for an unknown, expired or used one */
  static withChallenge(challenge: string, issuer: string, client?: QueryClientContract) {
    return this.#at('link', challenge, issuer, client).first()
  }

  static #at(step: string, secret: string, issuer: string, client?: QueryClientContract) {
    return this.query({ client })
      .where({ step, issuer, digest: digestOfSecret(secret) })
      .whereRaw('expires_at > now()')
  }

  /** Locks it, unless another request has used it meanwhile. */
  static stillAt({ id, digest }: OidcSignIn, client: TransactionClientContract) {
    return this.query({ client }).where({ id, digest: digest! }).forUpdate().first()
  }
}
