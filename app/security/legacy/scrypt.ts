import { scrypt as native } from 'node:crypto'
import { promisify } from 'node:util'
import { MAX_MEMORY_BYTES, type LegacyScheme } from '#security/legacy/scheme'

const shape =
  /^\$scrypt\$(ln|n)=([0-9]{1,8}),r=([0-9]{1,3}),p=([0-9]{1,2})\$([A-Za-z0-9+/]{8,128})={0,2}\$([A-Za-z0-9+/]{16,128})={0,2}$/

const MAX_PARALLELISM = 4

const MAX_DIGEST_BYTES = 96

const derive = promisify<string, Buffer, number, object, Buffer>(native)

/** In the format of PHC, where `ln` is the logarithm of the cost, or as AdonisJS writes it (`n`). */
export const scrypt: LegacyScheme = {
  read(hash) {
    const [, unit, cost, r, p, salt, digest] = shape.exec(hash) ?? []
    if (unit === undefined) return null
    const N = unit === 'ln' ? 2 ** Number(cost) : Number(cost)
    const settings = [N, r, p, Buffer.from(digest, 'base64').length, salt].join()
    return this.isBounded(settings) ? { settings, digest } : null
  },

  isBounded(settings) {
    const [N, r, p, length] = settings.split(',').map(Number)
    const isValid = Number.isInteger(Math.log2(N)) && N > 1 && r > 0 && p > 0 && length > 0
    return (
      isValid &&
      128 * N * r <= MAX_MEMORY_BYTES &&
      p <= MAX_PARALLELISM &&
      length <= MAX_DIGEST_BYTES
    )
  },

  async digest(password, settings) {
    const [N, r, p, length, salt] = settings.split(',')
    const cost = { N: Number(N), r: Number(r), p: Number(p), maxmem: 2 * MAX_MEMORY_BYTES }
    const made = await derive(password, Buffer.from(salt, 'base64'), Number(length), cost)
    return made.toString('base64').replace(/={1,2}$/, '')
  },
}
