import { createHmac, randomInt } from 'node:crypto'
import { keyFor } from '#security/keys'

/** Without characters that look alike. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

const CODES = 10
const GROUPS = 5
const GROUP_LENGTH = 5

/** Ten codes of 125 bits: `k3q8m-x7dpn-w9r4t-h2cve-b6y3s`. From 112 bits on, a fast digest is enough. */
export function newRecoveryCodes(): string[] {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('')
  const code = () => Array.from({ length: GROUPS }, group).join('-')
  return Array.from({ length: CODES }, code)
}

/** Ignores case, spaces and hyphens. */
export function digestOfRecoveryCode(code: string): string {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '')
  return createHmac('sha256', keyFor('recovery code')).update(plain).digest('base64url')
}
