import type { ApplicationService } from '@adonisjs/core/types'
import { pages } from '#cli/transports/pages'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { kinds } from '#cli/moving/archive/kinds'
import { keepHeapSmall } from '#cli/moving/small_heap'
import { counted } from '#domain/counted'

export default async function exportAll(invocation: Invocation) {
  const { boot, holdInterrupts, options, output, terminal } = invocation
  const name = options.output
  if (!name) throw new Failure('usage', 'Say where to: give --output <folder>, <file>.tar.zst or -')
  if (name === '-' && output.format !== 'people') {
    throw new Failure(
      'usage',
      'Standard output has the archive: give --output <file> beside --json'
    )
  }
  if (options.withCredentials && options.posts) {
    throw new Failure('usage', 'Give --posts or --with-credentials, not both')
  }
  keepHeapSmall()
  const app = await boot()
  const recipients = options.withCredentials ? recipientsIn(app) : []
  const { refuseOutput, writeArchive } = await import('#cli/moving/export/write_archive')
  await refuseOutput(name)
  const posts = options.posts && { query: options.posts, ids: await idsOf(invocation) }
  const bar = terminal.progress(posts?.ids.length ?? (await expectedRows()), 'rows')
  const { manifest, lostMedia } = await writeArchive({
    output: name,
    write: (bytes) => terminal.out(bytes),
    posts,
    recipients,
    signal: holdInterrupts(),
    onProgress: (rows) => bar.update(rows),
  }).finally(() => bar.stop())

  const counts = Object.fromEntries(kinds.map((kind) => [kind, manifest.kinds[kind].count]))
  const rows = Object.values(counts).reduce((sum, count) => sum + count)
  const label = (kind: string) => kind[0].toUpperCase() + kind.slice(1)
  if (name !== '-') {
    await output.details({ output: name, ...manifest }, [
      ['Written to', name],
      ...kinds.map((kind): [string, number] => [label(kind), counts[kind]]),
    ])
  }
  const secrets = manifest.credentials
    ? `${counted(manifest.credentials.count, 'account')} with encrypted passwords and factors`
    : 'without passwords and second factors'
  output.note(`Wrote ${counted(rows, 'row')}, ${secrets}`)
  if (lostMedia > 0) output.note(`The storage has no bytes of ${counted(lostMedia, 'file')}`)
}

/** Those of backups. @throws Failure without any */
function recipientsIn(app: ApplicationService): string[] {
  const recipients = app.config.get<string[]>('backups.recipients')
  if (recipients.length > 0) return recipients
  throw new Failure(
    'usage',
    '--with-credentials encrypts: set BACKUP_RECIPIENTS to a public key of age'
  )
}

/** Those that match now; those deleted until the archive is written are not in it. */
async function idsOf({ options, transport: open }: Invocation): Promise<number[]> {
  const transport = await open()
  const ids: number[] = []
  const query = { ...options.posts, fields: 'id' }
  for await (const { rows } of pages(transport, '/admin/posts', query, Infinity)) {
    ids.push(...rows.map(({ id }) => id))
  }
  if (ids.length === 0) throw new Failure('not_found', 'No post matches, so nothing was written')
  return ids
}

/** An estimate, as PostgreSQL keeps it. */
async function expectedRows(): Promise<number> {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  const { rows } = await db.rawQuery(
    `select coalesce(sum(greatest(reltuples, 0)), 0)::bigint as rows from pg_class
     where oid = any(array['users', 'posts', 'post_revisions', 'comments', 'votes']::regclass[])`
  )
  return rows[0].rows
}
