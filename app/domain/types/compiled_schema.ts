import { Ajv2020 } from 'ajv/dist/2020.js'
import { isObject } from '#domain/is_object'
import { formats } from '#domain/types/formats'
import {
  listOfSchemas,
  oneSchema,
  plainKeywords,
  schemasByName,
  type ReferenceType,
} from '#domain/types/keywords'
import { LinearPattern } from '#domain/types/linear_pattern'
import type { SchemaProblem, DataSchema } from '#domain/types/data_schema'
import { spend, TooMuchWork, withinLimits } from '#domain/types/work'
import { problemsOfData } from '#domain/types/data_problems'

/** An id in `data`. */
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

let references: Reference[] = []

/** A check by a schema without `problemsOf`. Work is limited: schemas count steps, patterns count characters. */
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
    return { problems: problemsOfData(validate.errors!), references: [] }
  }
}

const tooMuch = {
  pointer: '/data',
  rule: 'too_complex',
  detail: 'data takes too long to check. Make it smaller, or the schema of its type simpler.',
}

/** A validator keeps all that it compiles, so each schema has its own. */
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
  // The keyword of ajv compares each item with each other one.
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

/** Adds to each schema its cost, and drops annotations. */
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
