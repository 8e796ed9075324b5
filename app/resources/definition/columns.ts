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

/** The writable columns, for an INSERT. @param from the number of its first placeholder */
export function columnsOf({ written }: Resource, from: number) {
  const names = Object.keys(written)
  const typed = names.map((name, index) => ({
    name,
    mark: `$${from + index}`,
    type: written[name].writes!.stores?.type ?? types[written[name].kind],
  }))
  const stores = names.map((name) => written[name].writes!.stores)
  return {
    names: names.join(', '),
    /** Selects one row, with column names. */
    one: typed.map(({ name, mark, type }) => `${mark}::${type} as ${name}`).join(', '),
    /** Selects several rows, from arrays. */
    several: typed.map(({ mark, type }) => `${mark}::${type}[]`).join(', '),
    /** The select list of the INSERT, from those columns. */
    stored: names.map((name, index) => stores[index]?.sql(name) ?? name).join(', '),
    /** A row's values in this order; null if absent. Arrays of `jsonb` need texts. */
    values: (fields: Record<string, any>) =>
      names.map((name, index) => {
        if (stores[index]) return stores[index].value(fields[name])
        const value = fields[name] ?? null
        return value !== null && written[name].kind === 'json' ? JSON.stringify(value) : value
      }),
  }
}

export const attributesOf = <F extends object>(fields: F): CamelCased<F> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [attributeOf(name), value])
  ) as CamelCased<F>

export const attributeOf = (column: string) =>
  column.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

type Camel<S> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S

type CamelCased<F> = { [N in keyof F as Camel<N>]: F[N] }
