import type { Kind } from '#resources/definition/members'
import type { Resource } from '#resources/definition/resource'

const types: Partial<Record<Kind, string>> = {
  integer: 'bigint',
  number: 'double precision',
  text: 'text',
  boolean: 'boolean',
  time: 'timestamptz',
  enum: 'text',
  json: 'jsonb',
}

/**
 * The columns of what clients write of a resource, for a statement that inserts it.
 *
 * @param from the number of its first value in the statement
 */
export function columnsOf({ written }: Resource, from: number) {
  const names = Object.keys(written)
  const typed = names.map((name, index) => ({
    name,
    mark: `$${from + index}`,
    type: types[written[name].kind],
  }))
  return {
    names: names.join(', '),
    /** The values of one row, under their names. */
    one: typed.map(({ name, mark, type }) => `${mark}::${type} as ${name}`).join(', '),
    /** The values of several, as arrays. */
    several: typed.map(({ mark, type }) => `${mark}::${type}[]`).join(', '),
    /** The values of a row in this order; null for what is not given. */
    values: (fields: Record<string, any>) => names.map((name) => fields[name] ?? null),
  }
}

/** Fields of the API as the attributes of a model. */
export const attributesOf = <F extends object>(fields: F): CamelCased<F> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [attributeOf(name), value])
  ) as CamelCased<F>

/** The attribute of a model that is a column. */
export const attributeOf = (column: string) =>
  column.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

type Camel<S> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S

type CamelCased<F> = { [N in keyof F as Camel<N>]: F[N] }
