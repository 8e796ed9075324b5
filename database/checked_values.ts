import type { QueryClientContract } from '@adonisjs/lucid/types/database'

const nameOf = (table: string, column: string) => `${table}_${column}_check`

/** The values that the check of a column takes, in its order. */
export async function valuesOf(
  client: QueryClientContract,
  table: string,
  column: string
): Promise<string[]> {
  const { rows } = await client.rawQuery(
    'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = :name',
    { name: nameOf(table, column) }
  )
  return [...rows[0].definition.matchAll(/'([a-z_]+)'/g)].map(([, value]) => value)
}

/** SQL: the column takes these values alone. A later migration validates the check, by {@link validated}. */
export const taking = (table: string, column: string, values: string[]): string => `
  alter table ${table}
    drop constraint ${nameOf(table, column)},
    add constraint ${nameOf(table, column)}
      check (${column} in (${values.map((value) => `'${value}'`).join()})) not valid;`

/** SQL that looks at all rows. Reads and writes go on meanwhile: see 0057. */
export const validated = (table: string, column: string): string =>
  `alter table ${table} validate constraint ${nameOf(table, column)}`
