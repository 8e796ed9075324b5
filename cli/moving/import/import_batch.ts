import type { Batch, Item, Terms } from '#cli/moving/import/batch'
import { wrongIn } from '#cli/moving/import/checks'
import { importCollections } from '#cli/moving/import/kinds/collections'
import { importComments } from '#cli/moving/import/kinds/comments'
import { importCredentials } from '#cli/moving/import/kinds/credentials'
import { importFiles } from '#cli/moving/import/kinds/files'
import { importMedia } from '#cli/moving/import/kinds/media'
import { importRedirects, importRevisions, importVotes } from '#cli/moving/import/kinds/of_posts'
import { importPosts } from '#cli/moving/import/kinds/posts'
import { importTags } from '#cli/moving/import/kinds/tags'
import { importTypes } from '#cli/moving/import/kinds/types'
import { importUsers } from '#cli/moving/import/kinds/users'
import { mayNameMedia, rowKinds, type RowKind } from '#cli/moving/archive/kinds'
import { expanded, mayHaveReferences, resolveReferences } from '#cli/moving/import/media_references'
import type { Entry, Row } from '#cli/moving/import/source'
import { isObject } from '#domain/is_object'

const importers: Record<RowKind, (batch: Batch, items: Item[]) => Promise<void>> = {
  types: importTypes,
  tags: importTags,
  users: importUsers,
  files: importFiles,
  media: importMedia,
  posts: importPosts,
  revisions: importRevisions,
  comments: importComments,
  votes: importVotes,
  collections: importCollections,
  redirects: importRedirects,
  credentials: importCredentials,
}

export interface ReadEntry {
  entry: Entry
  row: Row
  /** Why it is refused. */
  wrong?: string
  /** Whether its texts may have references to files of media. */
  namesMedia?: boolean
}

/** Parses and checks entries, before anything is written. */
export function readEntries(entries: Entry[], { keepsIds }: Pick<Terms, 'keepsIds'>): ReadEntry[] {
  return entries.map((entry) => {
    const row = rowOf(entry)
    if (!row) return { entry, row: {}, wrong: entry.wrong ?? 'it is no JSON object' }
    const namesMedia = mayNameMedia(entry.kind) && mayHaveReferences(textOf(entry))
    const wrong = wrongIn(entry.kind, namesMedia ? expanded(row) : row)
    return { entry, row, namesMedia, wrong: wrong ?? (keepsIds ? wrongOfPlaza(row) : undefined) }
  })
}

const textOf = ({ text, row }: Entry) => text ?? String(row?.content ?? '')

/** Writes the rows of some entries, kind by kind. Each entry counts once. */
export async function importBatch(batch: Batch, entries: ReadEntry[]) {
  const items: Item[] = []
  const naming = new Set<Item>()
  for (const { entry, row, wrong, namesMedia } of entries) {
    const { kind, place, notes = [], isNote = false, here } = entry
    for (const note of notes) batch.note(entry, note)
    if (isNote) continue
    batch.take(entry)
    if (wrong) {
      batch.refuse(entry, wrong)
      continue
    }
    const item = { kind, place, row, here }
    items.push(item)
    if (namesMedia) naming.add(item)
  }
  for (const kind of rowKinds) {
    const ofKind = items.filter((item) => item.kind === kind)
    if (ofKind.length === 0) continue
    await resolveReferences(
      batch,
      ofKind.filter((item) => naming.has(item))
    )
    await importers[kind](batch, ofKind)
  }
}

/** Ids of a Plaza are numbers, and its archives have no passwords. */
function wrongOfPlaza({ id, translation_group: group, password_hash: password }: Row) {
  if (typeof id === 'string' || typeof group === 'string') return 'its ids must be numbers'
  return password === undefined ? undefined : '"password_hash" is no member of users'
}

function rowOf({ row, text, wrong }: Entry): Row | null {
  if (row || text === undefined || wrong) return row ?? null
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}
