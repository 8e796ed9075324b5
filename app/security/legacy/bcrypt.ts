import { createHmac } from 'node:crypto'
import { MAX_BCRYPT_COST, type LegacyScheme } from '#security/legacy/scheme'

const shape = /^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$/

const beginning = /^\$2[aby]\$([0-9]{2})\$[./A-Za-z0-9]{22}$/

/** The cost and the salt stand before the digest. */
const SETTINGS_LENGTH = 29

/** Of Ghost, and of many others. Only a login with such a password needs the package. */
export const bcrypt: LegacyScheme = {
  read(hash) {
    const settings = hash.slice(0, SETTINGS_LENGTH)
    if (!shape.test(hash) || !this.isBounded(settings)) return null
    return { settings, digest: hash.slice(SETTINGS_LENGTH) }
  },

  isBounded: (settings) => Number(beginning.exec(settings)?.[1] ?? Infinity) <= MAX_BCRYPT_COST,

  async digest(password, settings) {
    const { default: native } = await import('bcrypt')
    // PHP's name for what all others call 2b.
    const made = await native.hash(password, settings.replace('$2y$', '$2b$'))
    return made.slice(SETTINGS_LENGTH)
  },
}

const PREFIX = '$wp'

/** Of WordPress from 6.8 on: bcrypt of a digest, since bcrypt cuts passwords after 72 bytes. */
export const wordpress: LegacyScheme = {
  read: (hash) => (hash.startsWith(PREFIX) ? bcrypt.read(hash.slice(PREFIX.length)) : null),

  isBounded: (settings) => bcrypt.isBounded(settings),

  digest: (password, settings) =>
    bcrypt.digest(createHmac('sha384', 'wp-sha384').update(password).digest('base64'), settings),
}
