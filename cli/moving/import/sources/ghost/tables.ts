import { isObject } from '#domain/is_object'
import { Failure } from '#cli/failure'

export type GhostRow = Record<string, any>

/** The rows of a table; none for one that the export does not have. */
export type Tables = (name: string) => GhostRow[]

/** The tables of an export. @throws Failure for what is none */
export function tablesOf(text: string, path: string): Tables {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Failure('unverified', `${path} is no JSON: ${(error as Error).message}`)
  }
  const whole = isObject(document) ? document : {}
  const first: unknown = Array.isArray(whole.db) ? whole.db[0] : whole
  const data = isObject(first) ? first.data : undefined
  if (!isObject(data) || !Array.isArray(data.posts)) {
    throw new Failure('unverified', `${path} is no export of Ghost: it has no posts`)
  }
  return (name) => {
    const rows: unknown = data[name]
    return Array.isArray(rows) ? rows.filter(isObject) : []
  }
}

/** The values of a table of pairs, by post and in their order. */
export function byPost(rows: GhostRow[], member: string): (id: unknown) => unknown[] {
  const grouped = new Map<unknown, [number, unknown][]>()
  for (const row of rows) {
    const list = grouped.get(row.post_id) ?? []
    list.push([Number(row.sort_order ?? 0), row[member]])
    grouped.set(row.post_id, list)
  }
  return (id) =>
    (grouped.get(id) ?? []).sort(([one], [other]) => one - other).map(([, value]) => value)
}

export function timeOf(value: unknown): Date | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
}

/** What of a row has a value and is not kept. */
export function unkept(row: GhostRow, names: string[]): string[] {
  const given = names.filter((name) => row[name])
  return given.length > 0 ? [`not kept: ${given.join(', ')}`] : []
}
