import { createHmac } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { password } from '#database/factories/user_factory'
import AccountChanged from '#events/account_changed'
import type User from '#models/user'

const STEP_SECONDS = 30

/** An authenticator app that is set up for a user, written from RFC 6238 and RFC 4226 alone. */
export class Authenticator {
  private constructor(
    private user: User,
    readonly secret: string,
    readonly recoveryCodes: string[]
  ) {}

  /** Through the API, in a new session of the user. */
  static async setUp(client: ApiClient, user: User): Promise<Authenticator> {
    const begun = await client.post('/users/me/totp').loginAs(user)
    begun.assertStatus(200)
    const { secret } = begun.body()
    const code = totpOf(secret)
    const confirmed = await client.put('/users/me/totp').loginAs(user).json({ code })
    confirmed.assertStatus(200)
    return new Authenticator(user, secret, confirmed.body().recovery_codes)
  }

  /** The code of a time step from the present one on. */
  code(steps = 0): string {
    return totpOf(this.secret, Date.now() + steps * STEP_SECONDS * 1000)
  }

  /** A code that was not used yet, as if a while had passed. */
  async unusedCode(): Promise<string> {
    await db.from('totp_secrets').where('user_id', this.user.id).update({ last_step: 0 })
    return this.code()
  }

  /** A code of the right form that is wrong in each step that counts. */
  wrongCode(): string {
    const right = [-1, 0, 1, 2].map((steps) => this.code(steps))
    return ['000000', '111111', '222222', '333333', '444444'].find((one) => !right.includes(one))!
  }

  /** Signs in by the password. @returns the challenge */
  async challenge(client: ApiClient): Promise<string> {
    const { username } = this.user
    const response = await client.post('/login').json({ username, password })
    response.assertStatus(401)
    return response.body().challenge
  }

  /** Signs in by both factors. */
  async signIn(client: ApiClient) {
    const challenge = await this.challenge(client)
    const code = await this.unusedCode()
    const response = await client.post('/login/second-factor').json({ challenge, code })
    response.assertStatus(200)
    return response.body()
  }
}

/** RFC 6238 with SHA-1 and steps of thirty seconds. @param secret in base 32 @param at milliseconds */
export function totpOf(secret: string, at = Date.now(), digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / STEP_SECONDS)))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const number = mac.readUInt32BE(mac[19] & 0xf) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
}

/** Makes every sign-in of a user as old as this. */
export async function ageSignIns({ id }: { id: number }, minutes = 16): Promise<void> {
  await db
    .from('sessions')
    .where('user_id', id)
    .update({ authenticated_at: new Date(Date.now() - minutes * 60_000) })
  await AccountChanged.dispatch(id)
}
