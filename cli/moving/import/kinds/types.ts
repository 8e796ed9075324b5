import type { Batch, Item } from '#cli/moving/import/batch'
import { insert } from '#cli/moving/import/insert'
import { permissionNames } from '#domain/permissions'
import { problemsOf } from '#domain/types/data_schema'
import { BUILT_IN_TYPE, filterableProblems } from '#domain/types/type'

const columns = [
  ...['name', 'title', 'schema', 'filterable', 'filled', 'commentable', 'votable', 'listed'],
  ...['write', 'created_at', 'updated_at'],
]

/** A type that is there stays as it is, except the built-in one of a Plaza without posts. */
export async function importTypes(batch: Batch, items: Item[]) {
  const fit = items.filter((item) => {
    const wrong = wrongIn(item)
    if (wrong) batch.refuse(item, wrong)
    return !wrong
  })
  const builtIn = fit.find(({ row }) => row.name === BUILT_IN_TYPE && batch.terms.isEmpty)
  if (builtIn) await takeBuiltIn(batch, builtIn)
  const others = fit
    .filter((item) => item !== builtIn)
    .map((item) => ({ item, values: { ...item.row, filled: item.row.filterable } }))
  const made = await insert(batch, { table: 'types', columns, key: ['name'] }, others)
  for (const { item } of made) batch.settle(item, 'created')
}

function wrongIn({ row }: Item): string | undefined {
  if (row.write !== null && !permissionNames.includes(row.write)) {
    return `there is no permission ${row.write}`
  }
  const problems = [
    ...(row.schema ? problemsOf(row.schema) : []),
    ...filterableProblems(row.schema, row.filterable),
  ]
  return problems[0]?.detail
}

const taken = [
  ...['title', 'schema', 'filterable', 'commentable', 'votable', 'write'],
  ...['created_at', 'updated_at'],
]

const of = (row: string) => taken.map((name) => `${row}.${name}`).join(', ')

async function takeBuiltIn(batch: Batch, item: Item) {
  const rows = await batch.query(
    `update types set (${taken.join(', ')}) = row(${of('given')}),
       filled = given.filterable, revision = types.revision + 1
     from json_populate_record(null::types, :row::json) as given
     where types.name = :name and (${of('types')}) is distinct from (${of('given')})
     returning types.id`,
    { row: JSON.stringify(item.row), name: BUILT_IN_TYPE }
  )
  batch.settle(item, rows.length > 0 ? 'changed' : 'already_there')
}
