import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LegacyScheme } from '#security/legacy/scheme'

const shape = /^\$[PH]\$[./0-9A-Za-z]{31}$/

const beginning = /^\$[PH]\$([./0-9A-Za-z])[./0-9A-Za-z]{8}$/

const digits = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The rounds and the salt stand before the digest. */
const SETTINGS_LENGTH = 12

/** Of 65 536 rounds: WordPress takes 8192. */
const MAX_LOG_ROUNDS = 16

/** About half a millisecond. */
const ROUNDS_IN_A_TURN = 500

/** Of WordPress before 6.8, phpBB and Drupal 6: rounds of MD5. */
export const phpass: LegacyScheme = {
  read(text) {
    const settings = text.slice(0, SETTINGS_LENGTH)
    if (!shape.test(text) || !this.isBounded(settings)) return null
    return { settings, digest: text.slice(SETTINGS_LENGTH) }
  },

  isBounded(settings) {
    const [, rounds] = beginning.exec(settings) ?? []
    return rounds !== undefined && digits.indexOf(rounds) <= MAX_LOG_ROUNDS
  },

  async digest(password, settings) {
    const bytes = Buffer.from(password)
    const rounds = 2 ** digits.indexOf(settings[3])
    let made = hash('md5', Buffer.concat([Buffer.from(settings.slice(4)), bytes]), 'buffer')
    for (let round = 0; round < rounds; round++) {
      if (round % ROUNDS_IN_A_TURN === 0) await nextTurn()
      made = hash('md5', Buffer.concat([made, bytes]), 'buffer')
    }
    return encoded(made)
  },
}

/** Its own base 64: three bytes are four digits, the lowest first. */
function encoded(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const taken = Math.min(3, bytes.length - at)
    const value = bytes[at] | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
    for (let digit = 0; digit <= taken; digit++) text += digits[(value >> (6 * digit)) & 63]
  }
  return text
}
