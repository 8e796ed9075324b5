import db from '@adonisjs/lucid/services/db'
import type { RowKind } from '#cli/moving/archive/kinds'
import type { Counts } from '#cli/moving/import/batch'
import type { Source } from '#cli/moving/import/source'
import CollectionsChanged from '#events/collections_changed'
import DatabaseSeeded from '#events/database_seeded'
import TagsChanged from '#events/tags_changed'
import TypesChanged from '#events/types_changed'
import { foldTagCounts } from '#jobs/fold_tag_counts'
import { pruneImportedBytes } from '#jobs/media/prune_imported_bytes'
import AuditEntry from '#models/audit_entry'
import { noteLanguage } from '#queries/posts/languages'
import type { Origin } from '#domain/moderation'

interface FinishImportInput {
  id: number
  source: Source
  counts: Partial<Record<RowKind, Counts>>
  languages: Iterable<string>
  origin: Origin
}

/** Writes the audit entry, forgets the messages, and lets counts of tags, caches and plans follow. */
export async function finishImport({ id, source, counts, languages, origin }: FinishImportInput) {
  await db.transaction(async (client) => {
    await client.rawQuery('set local statement_timeout = 0')
    await client.rawQuery(
      `analyze users, media, media_files, media_variants, media_uses, posts, post_tags, post_values,
         post_revisions, comments, votes, imported_rows`
    )
  })
  await pruneImportedBytes(id)
  while ((await foldTagCounts()) > 0);
  await DatabaseSeeded.dispatch()
  await Promise.all([
    TypesChanged.dispatch(),
    TagsChanged.dispatch(),
    CollectionsChanged.dispatch(),
  ])
  for (const language of languages) await noteLanguage(language)
  await db.transaction(async (client) => {
    await client.rawQuery(
      'update imports set ended_at = now(), updated_at = now() where id = :id',
      {
        id,
      }
    )
    // They may tell of texts that are deleted later.
    await client.rawQuery('delete from import_messages where import_id = :id', { id })
    const after = { format: source.format, source: source.id, ...sumsOf(counts) }
    const act = { action: 'import.run', targetType: 'import', targetId: id, after } as const
    await AuditEntry.record(act, origin, client)
  })
}

/** The rows of each kind that were created or changed, and all that were refused. */
function sumsOf(counts: FinishImportInput['counts']) {
  const written = Object.entries(counts).map(([kind, { created, changed }]) => [
    kind,
    created + changed,
  ])
  const refused = Object.values(counts).reduce((sum, one) => sum + one.refused, 0)
  return { ...Object.fromEntries(written), refused }
}
