import { isPage } from '#cli/moving/import/sources/ghost/post'
import { readRows } from '#cli/moving/import/sources/ghost/read_rows'
import type { GhostRow, Tables } from '#cli/moving/import/sources/ghost/tables'
import { Failure } from '#cli/failure'

/** What a reading of a whole export finds: posts stand before what belongs to them. */
export interface Survey {
  /** The rows of tables that are small beside the posts. */
  tables: Tables
  /** The number of rows of any table. */
  countOf: (table: string) => number
  hasPages: boolean
}

const kept = new Set([
  ...['users', 'roles', 'roles_users', 'settings'],
  ...['tags', 'posts_tags', 'posts_authors', 'posts_meta'],
])

/** Reads all of it, so that a torn file writes nothing. @throws Failure for what is no export of Ghost */
export async function survey(path: string): Promise<Survey> {
  const tables = new Map<string, GhostRow[]>()
  const counts = new Map<string, number>()
  let hasPages = false
  for await (const { table, row } of readRows(path)) {
    const count = counts.get(table) ?? 0
    counts.set(table, row ? count + 1 : count)
    if (row && table === 'posts') hasPages ||= isPage(row)
    if (!row || !kept.has(table)) continue
    const rows = tables.get(table) ?? []
    rows.push(copyOf(row))
    tables.set(table, rows)
  }
  if (!counts.has('posts')) {
    throw new Failure('unverified', `${path} is no export of Ghost: it has no posts`)
  }
  return {
    tables: (name) => tables.get(name) ?? [],
    countOf: (name) => counts.get(name) ?? 0,
    hasPages,
  }
}

/** In V8 a part of a string holds the whole one: rows as they are would keep all of the file in memory. */
const copyOf = (row: GhostRow): GhostRow =>
  JSON.parse(JSON.stringify(row, (_, value: unknown) => value ?? undefined))
