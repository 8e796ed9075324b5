import type { Batch, Item } from '#cli/moving/import/batch'
import type { CheckData } from '#domain/types/compiled_schema'

/** Leaves out data of other systems that does not fit the type of its post. */
export async function fitData(batch: Batch, items: Item[]) {
  const having = items.filter(({ row }) => row.data)
  if (having.length === 0) return
  const checks = await checksOf(
    batch,
    having.map(({ row }) => row.type)
  )
  for (const item of having) {
    const { row } = item
    const check = checks.get(row.type)
    const problem = check
      ? check(row.data).problems[0]?.detail
      : `the type ${row.type} has no schema.`
    if (!problem) continue
    row.data = null
    batch.note(item, `its custom fields are not kept: ${problem}`)
  }
}

async function checksOf(batch: Batch, names: string[]): Promise<Map<string, CheckData>> {
  const types = await batch.query<{ name: string; schema: Record<string, unknown> }>(
    'select name, schema from types where name = any(:names) and schema is not null',
    { names: [...new Set(names)] }
  )
  if (types.length === 0) return new Map()
  const { compileSchema } = await import('#domain/types/compiled_schema')
  return new Map(types.map(({ name, schema }) => [name, compileSchema(schema)]))
}
