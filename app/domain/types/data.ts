import { isObject } from '#domain/is_object'
import { isShallow } from '#domain/is_shallow'

export const MAX_DATA_BYTES = 64 * 1024
const MAX_DEPTH = 20
const MAX_ITEMS = 1000

/** The data of a post in its stored form, or the problem as the end of a sentence: `data …`. */
export function readData(value: unknown): { data: object } | { wrong: string } {
  if (!isObject(value)) return { wrong: 'must be an object, or null' }
  if (!isShallow(value, MAX_DEPTH)) return { wrong: `takes values up to ${MAX_DEPTH} levels deep` }
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_DATA_BYTES) {
    return { wrong: `takes up to ${MAX_DATA_BYTES / 1024} KB` }
  }
  try {
    return { data: stored(value) as object }
  } catch (error) {
    if (error instanceof Unstorable) return { wrong: error.message }
    throw error
  }
}

class Unstorable extends Error {}

function stored(value: unknown): unknown {
  if (typeof value === 'string') return textOf(value)
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Unstorable('holds a number that is too large')
  }
  if (Array.isArray(value)) {
    if (value.length > MAX_ITEMS) throw new Unstorable(`takes lists of up to ${MAX_ITEMS} items`)
    return value.map(stored)
  }
  if (!isObject(value)) return value
  if (Object.hasOwn(value, '__proto__')) throw new Unstorable('has no member __proto__')
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [textOf(name), stored(one)]))
}

function textOf(value: string): string {
  if (!value.isWellFormed() || value.includes('\u0000')) {
    throw new Unstorable('holds characters that are not text')
  }
  return value.normalize('NFC')
}
