import { isObject } from '#domain/is_object'
import type { DataSchema, SchemaProblem } from '#domain/types/data_schema'

/** Cannot be deleted or unlisted. */
export const BUILT_IN_TYPE = 'post'

/** In a filter: posts of all types, listed or not. */
export const ANY_TYPE = 'any'

export const typeNameShape = /^[a-z][a-z0-9_-]{0,29}$/

/** The name of a filterable member becomes part of a parameter. */
export const filterableShape = /^[a-z][a-z0-9_]{0,49}$/

export const MAX_FILTERABLE = 10

const scalars = ['string', 'number', 'integer', 'boolean']

/** Only members of one simple type, and lists of them, are filterable. */
export function filterableProblems(
  schema: DataSchema | null,
  names: readonly string[]
): SchemaProblem[] {
  const properties = isObject(schema?.properties) ? schema.properties : {}
  return names.flatMap((name, index) => {
    if (typeOf(properties[name]) !== null) return []
    const detail = `${name} is no member of the schema with the type ${scalars.join(', ')} or a list of these.`
    return [{ pointer: `/filterable/${index}`, rule: 'filterable', detail }]
  })
}

/** The simple type of a filterable member, or of its list's items; null for any other member. */
export function typeOf(member: unknown): string | null {
  if (!isObject(member)) return null
  const { type, items } = member
  if (type === 'array' && isObject(items) && items.type !== 'array') return typeOf(items)
  return scalars.includes(type as string) ? (type as string) : null
}
