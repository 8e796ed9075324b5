import { hashRaw, parseOptions } from '@node-rs/argon2'
import { MAX_MEMORY_BYTES, type LegacyScheme } from '#security/legacy/scheme'

const shape =
  /^\$argon2(?:id|i|d)\$[v=0-9$,mtp]{5,60}\$([A-Za-z0-9+/]{11,86})\$[A-Za-z0-9+/]{16,86}$/

/** Of memory in KiB and passes together: four times what a password here takes. */
const MAX_WORK = 4 * 65_536

const MAX_PARALLELISM = 4

/** Of other costs or forms than ours. */
export const argon2: LegacyScheme = {
  read(hash) {
    if (!this.isBounded(hash)) return null
    const digest = hash.slice(hash.lastIndexOf('$') + 1)
    // Only its length stays.
    const settings = hash.slice(0, -digest.length) + 'A'.repeat(digest.length)
    return { settings, digest }
  },

  isBounded(settings) {
    const cost = shape.test(settings) ? optionsOf(settings) : null
    return (
      cost !== null &&
      cost.memoryCost * 1024 <= MAX_MEMORY_BYTES &&
      cost.memoryCost * cost.timeCost <= MAX_WORK &&
      cost.parallelism <= MAX_PARALLELISM
    )
  },

  async digest(password, settings) {
    const [, salt] = shape.exec(settings)!
    const made = await hashRaw(password, {
      ...optionsOf(settings)!,
      salt: Buffer.from(salt, 'base64'),
    })
    return made.toString('base64').replace(/={1,2}$/, '')
  },
}

function optionsOf(hash: string) {
  try {
    return parseOptions(hash)
  } catch {
    return null
  }
}
