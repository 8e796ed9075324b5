import type { Batch, Item, Terms } from '#cli/moving/import/batch'
import { wrongIn } from '#cli/moving/import/checks'
import { importCollections } from '#cli/moving/import/kinds/collections'
import { importComments } from '#cli/moving/import/kinds/comments'
import { importRedirects, importRevisions, importVotes } from '#cli/moving/import/kinds/of_posts'
import { importPosts } from '#cli/moving/import/kinds/posts'
import { importTags } from '#cli/moving/import/kinds/tags'
import { importTypes } from '#cli/moving/import/kinds/types'
import { importUsers } from '#cli/moving/import/kinds/users'
import { kinds, type Kind } from '#cli/moving/archive/kinds'
import type { Entry, Row } from '#cli/moving/import/source'
import { isObject } from '#domain/is_object'

const importers: Record<Kind, (batch: Batch, items: Item[]) => Promise<void>> = {
  types: importTypes,
  tags: importTags,
  users: importUsers,
  posts: importPosts,
  revisions: importRevisions,
  comments: importComments,
  votes: importVotes,
  collections: importCollections,
  redirects: importRedirects,
}

export interface ReadEntry {
  entry: Entry
  row: Row
  /** Why it is refused. */
  wrong?: string
}

/** Parses and checks entries, before anything is written. */
export function readEntries(entries: Entry[], { keepsIds }: Pick<Terms, 'keepsIds'>): ReadEntry[] {
  return entries.map((entry) => {
    const row = rowOf(entry)
    if (!row) return { entry, row: {}, wrong: entry.wrong ?? 'it is no JSON object' }
    return {
      entry,
      row,
      wrong: wrongIn(entry.kind, row) ?? (keepsIds ? wrongIdIn(row) : undefined),
    }
  })
}

/** Writes the rows of some entries, kind by kind. Each entry counts once. */
export async function importBatch(batch: Batch, entries: ReadEntry[]) {
  const items: Item[] = []
  for (const { entry, row, wrong } of entries) {
    const { kind, place, notes = [], isNote = false } = entry
    for (const note of notes) batch.note(entry, note)
    if (isNote) continue
    batch.take(entry)
    if (wrong) batch.refuse(entry, wrong)
    else items.push({ kind, place, row })
  }
  for (const kind of kinds) {
    const ofKind = items.filter((item) => item.kind === kind)
    if (ofKind.length > 0) await importers[kind](batch, ofKind)
  }
}

/** Ids of a Plaza are numbers. */
const wrongIdIn = ({ id, translation_group: group }: Row) =>
  typeof id === 'string' || typeof group === 'string' ? 'its ids must be numbers' : undefined

function rowOf({ row, text, wrong }: Entry): Row | null {
  if (row || text === undefined || wrong) return row ?? null
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
