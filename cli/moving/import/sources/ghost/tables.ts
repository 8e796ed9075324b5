export type GhostRow = Record<string, any>

/** The rows of a table; none for one that the export does not have. */
export type Tables = (name: string) => GhostRow[]

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
