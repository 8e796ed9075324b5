import { isObject } from '#domain/is_object'
import { readData } from '#domain/types/data'
import { slugShape } from '#domain/slug_shape'

/** @returns what is wrong, as the end of a sentence: `title …` */
export type Check = (value: unknown) => string | undefined

const characters = (text: string, most: number) =>
  text.length <= most ? text.length : [...text].length

export const text =
  (min: number, max: number): Check =>
  (value) => {
    if (typeof value !== 'string') return 'must be text'
    if (!value.isWellFormed() || value.includes('\0')) return 'has characters that are not text'
    const length = characters(value, max)
    return length < min || length > max ? `must have ${min} to ${max} characters` : undefined
  }

export const matching =
  (shape: RegExp, what: string, max = 300): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max && shape.test(value)
      ? undefined
      : `must be ${what}`

/** Sequences never come near it. */
const MAX_ID = 10 ** 12

export const id: Check = (value) =>
  (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= MAX_ID) ||
  (typeof value === 'string' && value.length > 0 && value.length <= 300)
    ? undefined
    : 'must be an id'

export const whole =
  (min: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) < 2 ** 31
      ? undefined
      : `must be a whole number from ${min} on`

export const yes: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false'

const timeShape = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/

export const time: Check = (value) =>
  typeof value === 'string' && timeShape.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : 'must be a time such as 2026-12-31T00:00:00.000Z'

export const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value) ? undefined : `must be ${values.join(' or ')}`

export const list =
  (of: Check, max: number): Check =>
  (value) => {
    if (!Array.isArray(value)) return 'must be a list'
    if (value.length > max) return `takes ${max} items at most`
    const wrong = value.map(of).find((one) => one !== undefined)
    return wrong && `has an item that ${wrong}`
  }

export const object: Check = (value) => (isObject(value) ? undefined : 'must be an object')

export const data: Check = (value) => {
  const read = readData(value)
  return 'wrong' in read ? read.wrong : undefined
}

export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || value === undefined ? undefined : check(value)

export const slug = matching(slugShape, 'a slug: a-z, digits, and hyphens between them', 200)
export const language = matching(/^[A-Za-z0-9-]{2,35}$/, 'a language tag')
export const email = matching(/^[\x21-\x7e][\x21-\x3f\x41-\x7e]*@[\x21-\x7e]+$/, 'an e-mail', 254)

export const dates = { created_at: time, updated_at: time }

export const digest = matching(/^[0-9a-f]{64}$/, 'a SHA-256 digest')

/** Of a width or a height; of a place in a picture. */
export const part: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'must be from 0 to 1'
