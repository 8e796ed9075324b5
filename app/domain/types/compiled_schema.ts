import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { exampleOf, formats, type FormatName } from '#domain/types/formats'
import {
  isObject,
  listOfSchemas,
  oneSchema,
  plainKeywords,
  schemasByName,
  type ReferenceType,
} from '#domain/types/keywords'
import { LinearPattern } from '#domain/types/linear_pattern'
import type { SchemaProblem, DataSchema } from '#domain/types/data_schema'
import { spend, TooMuchWork, withinLimits } from '#domain/types/work'
import { counted } from '#domain/counted'

/** An id in `data`, and what it names. */
export interface Reference {
  type: ReferenceType
  id: number
  pointer: string
}

export interface DataCheck {
  problems: SchemaProblem[]
  references: Reference[]
}

export type CheckData = (data: object) => DataCheck

const MAX_PROBLEMS = 20

let references: Reference[] = []

/**
 * A check of `data` by a schema without problems (`problemsOf`). Work and stack are limited, whatever the schema
 * combines: each schema that looks at a value counts its steps, and each pattern the characters that it reads.
 */
export function compileSchema(schema: DataSchema): CheckData {
  const validate = validator().compile({ $id: 'type:', ...(counting(schema) as DataSchema) })
  return (data) => {
    references = []
    try {
      if (withinLimits(() => validate(data))) return { problems: [], references }
    } catch (error) {
      if (error instanceof TooMuchWork) return { problems: [tooMuch], references: [] }
      throw error
    }
    return { problems: told(validate.errors!), references: [] }
  }
}

const tooMuch = {
  pointer: '/data',
  rule: 'too_complex',
  detail: 'data takes too long to check. Make it smaller, or the schema of its type simpler.',
}

/** One for each schema: it keeps what it compiles. */
function validator() {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    inlineRefs: false,
    ownProperties: true,
    messages: false,
    logger: false,
    formats,
    code: {
      regExp: Object.assign((source: string) => new LinearPattern(source), {
        code: 'LinearPattern',
      }),
    },
  })
  ajv.addKeyword({
    keyword: COST,
    schemaType: 'number',
    before: '$ref',
    errors: false,
    validate: (cost: number, data: unknown) => {
      spend(cost + sizeOf(data))
      return true
    },
  })
  ajv.addKeyword({
    keyword: 'x-ref',
    schemaType: 'string',
    validate: (type: ReferenceType, id: unknown, _: unknown, at?: { instancePath: string }) => {
      if (!Number.isSafeInteger(id) || (id as number) < 1) return false
      references.push({ type, id: id as number, pointer: `/data${at!.instancePath}` })
      return true
    },
  })
  // That of ajv compares each item with each other one.
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (isUnique: boolean, items: unknown[]) => !isUnique || areDistinct(items),
  })
  return ajv
}

const COST = 'x-cost'

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length >> 5
  if (typeof value !== 'object' || value === null) return 0
  return Array.isArray(value) ? value.length : Object.keys(value).length
}

function areDistinct(items: unknown[]): boolean {
  const texts = items.map((item) => JSON.stringify(sorted(item)))
  spend(texts.reduce((sum, text) => sum + (text.length >> 2), 0))
  return new Set(texts).size === items.length
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.keys(value)
    .sort()
    .map((name) => [name, sorted(value[name])])
}

/** The schema with the cost of each schema inside it. Annotations are left out. */
function counting(schema: unknown): unknown {
  if (!isObject(schema)) return schema
  const own = Object.keys(plainKeywords).filter(
    (keyword) => Object.hasOwn(schema, keyword) && !annotations.includes(keyword)
  )
  const plain = Object.fromEntries(own.map((keyword) => [keyword, schema[keyword]]))
  const names = [...oneSchema, ...listOfSchemas, ...schemasByName]
  const inner = names.filter((keyword) => Object.hasOwn(schema, keyword))
  const deeper = inner.map((keyword) => [keyword, inside(keyword, schema[keyword])])
  const entries = inner.reduce((sum, keyword) => sum + entriesOf(schema[keyword]), 0)
  const cost = 1 + entries + (JSON.stringify(plain).length >> 4)
  return { [COST]: cost, ...plain, ...Object.fromEntries(deeper) }
}

const annotations = [
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
]

const entriesOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? Object.keys(value).length : 1

function inside(keyword: string, value: any): unknown {
  if (oneSchema.includes(keyword)) return counting(value)
  if (listOfSchemas.includes(keyword)) return value.map(counting)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, counting(one)]))
}

/** What stands inside of a choice only says why one of the choices does not fit. */
const isOfChoice = ({ schemaPath }: ErrorObject) => /\/(anyOf|oneOf)\/\d+\//.test(schemaPath)

function told(errors: ErrorObject[]): SchemaProblem[] {
  const shown = errors.filter((error) => !isOfChoice(error) && error.keyword !== 'if')
  const listed = (shown.length > 0 ? shown : errors).slice(0, 4 * MAX_PROBLEMS).map(problemOf)
  const distinct = new Map(listed.map((one) => [`${one.pointer} ${one.rule}`, one]))
  return [...distinct.values()].slice(0, MAX_PROBLEMS)
}

function problemOf({ keyword, instancePath, params }: ErrorObject): SchemaProblem {
  const member = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty
  const inner = typeof member === 'string' ? `/${escaped(member)}` : ''
  const pointer = `/data${instancePath}${inner}`.toWellFormed()
  const name = pointer.slice(1).replaceAll('/', '.').slice(0, 200).toWellFormed()
  const said = sentences[keyword]?.(params) ?? 'does not fit the schema of its type'
  return { pointer, rule: snakeCase(keyword), detail: `${name} ${said}.` }
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

const unknown = () => 'is no member that its type has'
const compared: Record<string, string> = {
  '<=': 'at most',
  '>=': 'at least',
  '<': 'less than',
  '>': 'more than',
}
const limited = ({ comparison, limit }: any) => `must be ${compared[comparison]} ${limit}`

const sentences: Record<string, (params: any) => string> = {
  'required': () => 'is required',
  'dependentRequired': ({ property }) => `is required with ${property}`,
  'additionalProperties': unknown,
  'unevaluatedProperties': unknown,
  'type': ({ type }) =>
    `must be ${[type]
      .flat()
      .map((one) => kinds[one])
      .join(' or ')}`,
  'enum': ({ allowedValues }) => `must be one of: ${short(allowedValues)}`,
  'const': ({ allowedValue }) => `must be ${short([allowedValue])}`,
  'format': ({ format }) => `must be a ${format}, such as ${exampleOf(format as FormatName)}`,
  'pattern': ({ pattern }) => `must match the pattern ${pattern}`,
  'minLength': ({ limit }) => `needs at least ${counted(limit, 'character')}`,
  'maxLength': ({ limit }) => `takes up to ${counted(limit, 'character')}`,
  'minItems': ({ limit }) => `needs at least ${counted(limit, 'item')}`,
  'maxItems': ({ limit }) => `takes up to ${counted(limit, 'item')}`,
  'minProperties': ({ limit }) => `needs at least ${counted(limit, 'member')}`,
  'maxProperties': ({ limit }) => `takes up to ${counted(limit, 'member')}`,
  'minimum': limited,
  'maximum': limited,
  'exclusiveMinimum': limited,
  'exclusiveMaximum': limited,
  'multipleOf': ({ multipleOf }) => `must be a multiple of ${multipleOf}`,
  'uniqueItems': () => 'names something twice',
  'anyOf': () => 'fits none of the choices of its type',
  'oneOf': () => 'must fit exactly one of the choices of its type',
  'x-ref': () => 'must be an id, a whole number from 1',
  'false schema': unknown,
}

const short = (values: unknown[]) =>
  values
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ')
    .slice(0, 300)
    .toWellFormed()

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

const snakeCase = (rule: string) =>
  rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/[ -]/g, '_')
