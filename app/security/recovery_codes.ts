import { createHmac, randomInt } from 'node:crypto'
import { keyFor } from '#security/keys'

/** Without characters that look alike. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

const CODES = 10
const GROUP_LENGTH = 5

/** Ten codes of 50 bits: `k3q8m-x7dpn`. */
export function newRecoveryCodes(): string[] {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: CODES }, () => `${group()}-${group()}`)
}

/** Ignores case, spaces and hyphens. */
export function digestOfRecoveryCode(code: string): string {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '')
  return createHmac('sha256', keyFor('recovery code')).update(plain).digest('base64url')
}
