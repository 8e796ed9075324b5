import { randomBytes } from 'node:crypto'
import type { Invocation } from '#cli/invocation'

/** Doesn't boot the application, which needs these keys to start. */
export default async function generateKeys({ output }: Invocation) {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url')
  const settings = {
    APP_KEY: secret(32),
    JWT_KEYS: `${randomBytes(4).toString('hex')}:${secret(48)}`,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  await output.raw(settings, lines.join('\n'))
}
