import type { ErrorObject } from 'ajv/dist/2020.js'
import type { SchemaProblem } from '#domain/types/data_schema'
import { exampleOf, type FormatName } from '#domain/types/formats'
import { counted } from '#domain/counted'

const MAX_PROBLEMS = 20

/** A problem inside of a choice says only why that choice does not fit. */
const isOfChoice = ({ schemaPath }: ErrorObject) => /\/(anyOf|oneOf)\/\d+\//.test(schemaPath)

/** Turns errors of ajv into sentences with pointers into `data`, up to {@link MAX_PROBLEMS}. */
export function problemsOfData(errors: ErrorObject[]): SchemaProblem[] {
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
