import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const PREFIX = 'whsec_'

const SECRET_BYTES = 32

export const newWebhookSecret = () => PREFIX + randomBytes(SECRET_BYTES).toString('base64')

interface Signed {
  id: string
  body: string
  secrets: readonly string[]
  /** Milliseconds since 1970. */
  now?: number
}

/** The headers of Standard Webhooks (standardwebhooks.com), with a signature for each valid secret. */
export function signatureHeaders({ id, body, secrets, now = Date.now() }: Signed) {
  const timestamp = String(Math.floor(now / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}

const TOLERANCE_SECONDS = 300

interface Received {
  headers: Record<string, string | string[] | undefined>
  body: string
  secret: string
  /** Milliseconds since 1970. */
  now?: number
}

/** Whether a message has a valid signature of the secret, and a time near now. */
export function verifyWebhook({ headers, body, secret, now = Date.now() }: Received): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': given } = headers
  const seconds = Number(time)
  if (typeof id !== 'string' || typeof given !== 'string') return false
  if (!(Math.abs(now / 1000 - seconds) <= TOLERANCE_SECONDS)) return false
  const signed = signatureHeaders({ id, body, secrets: [secret], now: seconds * 1000 })
  const expected = Buffer.from(signed['webhook-signature'])
  return given.split(' ').some((one) => {
    const found = Buffer.from(one)
    return found.length === expected.length && timingSafeEqual(found, expected)
  })
}
