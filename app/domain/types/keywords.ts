import { isObject } from '#domain/is_object'
import { formatNames } from '#domain/types/formats'
import { LinearPattern } from '#domain/types/linear_pattern'

/** The targets of an id in `data`. */
export const referenceTypes = ['post', 'user'] as const
export type ReferenceType = (typeof referenceTypes)[number]

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

const jsonTypes = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

/** The problem of a keyword's value, as the end of a sentence; null if it is right. */
export type ValueCheck = (value: unknown) => string | null

const check =
  (holds: (value: any) => boolean, must: string): ValueCheck =>
  (value) =>
    holds(value) ? null : `must be ${must}`

const isText = (value: unknown) => typeof value === 'string'
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText)

const text = check(isText, 'a text')
const yesNo = check((value) => typeof value === 'boolean', 'true or false')
const number = check(Number.isFinite, 'a number')
const natural = check((value) => Number.isSafeInteger(value) && value >= 0, 'a whole number from 0')
const texts = check(isTexts, 'a list of texts')
const anything: ValueCheck = () => null

const among = (values: readonly unknown[]) =>
  check((value) => values.includes(value), `one of: ${values.join(', ')}`)

export function patternProblem(value: unknown): string | null {
  if (typeof value !== 'string') return 'must be a text'
  try {
    new LinearPattern(value)
    return null
  } catch (error) {
    return `is no pattern of RE2, which has no look-around and no back references: ${(error as Error).message}`
  }
}

export const plainKeywords: Record<string, ValueCheck> = {
  '$schema': among([DIALECT]),
  '$comment': text,
  '$ref': check(
    (value) => isText(value) && /^#(\/[\w$.-]+)*$/.test(value),
    'a place in this schema, such as #/$defs/place'
  ),
  'title': text,
  'description': text,
  'default': anything,
  'examples': check(Array.isArray, 'a list'),
  'deprecated': yesNo,
  'readOnly': yesNo,
  'writeOnly': yesNo,
  'type': check(
    (value) =>
      jsonTypes.includes(value) ||
      (Array.isArray(value) && value.length > 0 && value.every((one) => jsonTypes.includes(one))),
    `one or several of: ${jsonTypes.join(', ')}`
  ),
  'const': anything,
  'enum': check((value) => Array.isArray(value) && value.length > 0, 'a list of values'),
  'multipleOf': check((value) => Number.isFinite(value) && value > 0, 'a number above 0'),
  'maximum': number,
  'exclusiveMaximum': number,
  'minimum': number,
  'exclusiveMinimum': number,
  'maxLength': natural,
  'minLength': natural,
  'pattern': patternProblem,
  'format': among(formatNames),
  'maxItems': natural,
  'minItems': natural,
  'uniqueItems': yesNo,
  'maxContains': natural,
  'minContains': natural,
  'maxProperties': natural,
  'minProperties': natural,
  'required': texts,
  'dependentRequired': check(
    (value) => isObject(value) && Object.values(value).every(isTexts),
    'an object of lists of texts'
  ),
  'x-ref': among(referenceTypes),
}

/** Keywords with one schema, a list of schemas, or schemas by name. */
export const oneSchema = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'items',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
]
export const listOfSchemas = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
export const schemasByName = ['properties', 'patternProperties', 'dependentSchemas', '$defs']

/** Their schemas look at the same value, so a circle of them would never end. */
export const sameValue = [
  'not',
  'if',
  'then',
  'else',
  'allOf',
  'anyOf',
  'oneOf',
  'dependentSchemas',
]

export const keywordNames = [
  ...Object.keys(plainKeywords),
  ...oneSchema,
  ...listOfSchemas,
  ...schemasByName,
]
