import NotReadyException from '#exceptions/not_ready_exception'
import ValidationException from '#exceptions/validation_exception'
import type { Scan } from '#queries/posts/scanned_page'
import { knownTypes } from '#queries/types/known_types'
import type { Values } from '#db/statement'
import { isObject } from '#domain/is_object'
import { typeOf } from '#domain/types/type'

/** The asked values of a type's filterable members. */
export interface DataFilter {
  type: string
  values: { name: string; value: string; isNumber: boolean }[]
}

interface Asked {
  type?: string
  data?: Record<string, string>
}

/** @returns null for an unknown type @throws ValidationException, NotReadyException */
export async function dataFilter({ type, data = {} }: Asked): Promise<DataFilter | null> {
  if (type === undefined) throw new ValidationException([needsType])
  const known = (await knownTypes()).get(type)
  if (!known) return null
  const { filterable, unfilled, schema } = known
  const names = Object.keys(data)
  const unknown = names.filter((name) => !filterable.includes(name))
  if (unknown.length > 0) throw new ValidationException(unknown.map(notFilterable(type)))
  const waiting = names.find((name) => unfilled.includes(name))
  if (waiting) throw new NotReadyException(`Values of data.${waiting} are still being collected.`)
  const properties = isObject(schema?.properties) ? schema.properties : {}
  const isNumber = (name: string) => ['number', 'integer'].includes(typeOf(properties[name]) ?? '')
  const values = names.map((name) => ({ name, value: data[name], isNumber: isNumber(name) }))
  const wrong = values.filter((one) => one.isNumber && !isNumeric(one.value))
  if (wrong.length > 0) throw new ValidationException(wrong.map(notNumeric))
  return { type, values }
}

const isNumeric = (text: string) => /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?$/i.test(text)

const needsType = {
  pointer: '/query/data',
  rule: 'type_only',
  detail: 'A filter by data needs the type beside it, such as type=event.',
}

const notFilterable = (type: string) => (name: string) => ({
  pointer: `/query/data.${name}`,
  rule: 'unknown',
  detail: `The type ${type} has no filterable member ${name}: see GET /types/${type}.`,
})

const notNumeric = ({ name }: { name: string }) => ({
  pointer: `/query/data.${name}`,
  rule: 'number',
  detail: `data.${name} must be a number.`,
})

/** The condition on rows of `post_values` for one value. Numbers have one spelling there. */
const conditionsOf = (type: string, one: DataFilter['values'][number], values: Values) => {
  const mark = values.add(one.value)
  const value = one.isNumber ? `${mark}::text::double precision::text` : mark
  return [
    `post_values.type = ${values.add(type)}`,
    `post_values.name = ${values.add(one.name)}`,
    `post_values.value = ${value}`,
  ]
}

export const dataConditions = ({ type, values: wanted }: DataFilter, values: Values): string[] =>
  wanted.map((one) => {
    const where = ['post_values.post_id = posts.id', ...conditionsOf(type, one, values)]
    return `exists (select from post_values where ${where.join(' and ')})`
  })

interface AlongData {
  /** Whether it reads only public posts, by time; else all posts, by id. */
  isPublic: boolean
  /** The condition of the cursor. */
  follows: (...columns: string[]) => string[]
  matches: string[]
}

/** Reads the posts with the first value by an index. */
export function alongData(
  { type, values: [first, ...others] }: DataFilter,
  values: Values,
  { isPublic, follows, matches }: AlongData
): Omit<Scan, 'direction'> {
  const id = 'post_values.post_id'
  const key = isPublic ? 'post_values.listed_at' : id
  const seen = isPublic ? ['post_values.visible'] : []
  const conditions = [...conditionsOf(type, first, values), ...seen]
  const all = [...matches, ...dataConditions({ type, values: others }, values)].join(' and ')
  return {
    from: 'post_values',
    id,
    key,
    conditions: [...conditions, ...follows(key, id)],
    // Row by row: a join would read all posts with the value.
    matches: [`(select ${all} from posts where posts.id = ${id})`],
  }
}
