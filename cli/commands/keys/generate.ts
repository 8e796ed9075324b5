import { randomBytes } from 'node:crypto'
import type { Invocation } from '#cli/invocation'

/** Needs no application: without these it would not start. */
export default async function generateKeys({ output }: Invocation) {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url')
  const settings = {
    APP_KEY: secret(32),
    JWT_KEYS: `${randomBytes(4).toString('hex')}:${secret(48)}`,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  await output.raw(settings, lines.join('\n'))
}
