import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import config from '@adonisjs/core/services/config'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'

/** What a bad authenticator or page does otherwise. */
interface Deviation {
  origin?: string
  rpId?: string
  /** Without the verification of the user, for example. */
  flags?: number
  counter?: number
  type?: string
  challenge?: string
  userHandle?: string | null
  attestation?: { fmt: string; attStmt: Record<string, unknown> }
}

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const HAS_KEY = 0x40

const base64url = (bytes: Buffer) => bytes.toString('base64url')
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest()

/** An authenticator and its browser, written from WebAuthn Level 3 alone. */
export class SoftwarePasskey {
  readonly id = base64url(randomBytes(16))
  counter = 0
  userHandle = ''
  #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  /** What `navigator.credentials.create` gives, as JSON. */
  create(options: any, deviation: Deviation = {}) {
    this.userHandle = options.user.id
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.from([id.length >> 8, id.length & 0xff])
    const key = Buffer.concat([Buffer.alloc(16), length, id, coseOf(this.#keys.publicKey)])
    const flags = USER_PRESENT | USER_VERIFIED | HAS_KEY
    const authData = Buffer.concat([this.#authData({ flags, ...deviation }), key])
    const { fmt, attStmt } = deviation.attestation ?? { fmt: 'none', attStmt: {} }
    const attestationObject = base64url(cbor({ fmt, attStmt, authData }))
    const client = this.#clientData(options, { type: 'webauthn.create', ...deviation })
    return this.#answer({
      clientDataJSON: base64url(client),
      attestationObject,
      transports: ['internal'],
    })
  }

  /** What `navigator.credentials.get` gives, as JSON. */
  get(options: any, deviation: Deviation = {}) {
    this.counter += 1
    const client = this.#clientData(options, { type: 'webauthn.get', ...deviation })
    const flags = USER_PRESENT | USER_VERIFIED
    const authData = this.#authData({ flags, ...deviation })
    const signature = sign(
      'sha256',
      Buffer.concat([authData, sha256(client)]),
      this.#keys.privateKey
    )
    return this.#answer({
      clientDataJSON: base64url(client),
      authenticatorData: base64url(authData),
      signature: base64url(signature),
      userHandle: 'userHandle' in deviation ? deviation.userHandle : this.userHandle,
    })
  }

  #answer<Response>(response: Response) {
    const { id } = this
    const more = { authenticatorAttachment: 'platform', clientExtensionResults: {} }
    return { id, rawId: id, type: 'public-key', response, ...more }
  }

  #clientData(options: any, { type, origin, challenge }: Deviation) {
    const from = { challenge: challenge ?? options.challenge, origin: origin ?? ownOrigin() }
    return Buffer.from(JSON.stringify({ type, ...from, crossOrigin: false }))
  }

  #authData({ rpId, flags, counter }: Deviation) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter ?? this.counter)
    return Buffer.concat([sha256(rpId ?? ownDomain()), Buffer.from([flags!]), count])
  }

  /** Adds one to the account of a user through the API. */
  static async add(client: ApiClient, user: User) {
    const passkey = new SoftwarePasskey()
    const { body } = await passkey.offer(client, user)
    return { passkey, id: Number(body.id), recoveryCodes: body.recovery_codes as string[] }
  }

  async offer(client: ApiClient, user: User) {
    const options = await client.post('/passkeys/options').loginAs(user)
    options.assertStatus(200)
    const added = await client
      .post('/passkeys')
      .loginAs(user)
      .json({ passkey: this.create(options.body()), name: 'My phone' })
    added.assertStatus(201)
    return { body: added.body() }
  }
}

export const ownOrigin = () => config.get<string[]>('passkeys.origins')[0]
export const ownDomain = () => config.get<string>('passkeys.rpId')

/** RFC 9053, section 7.1.1: ES256. */
function coseOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' })
  const point = (text: string) => Buffer.from(text, 'base64url')
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point(x!)],
      [-3, point(y!)],
    ])
  )
}

/** As much of CBOR (RFC 8949) as is needed. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string') {
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  }
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)])
  const entries = value instanceof Map ? [...value] : Object.entries(value as object)
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)])
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff])
}
