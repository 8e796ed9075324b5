import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fileOf, kinds, MANIFEST_FILE, mayNameMedia, type Kind } from '#cli/moving/archive/kinds'
import { format, type KindFacts, type Manifest } from '#cli/moving/archive/manifest'
import { withReferences } from '#cli/moving/export/media_references'
import { fillExportedMedia, fillExportedUsers, statementFor } from '#cli/moving/export/statements'
import { writeCredentials } from '#cli/moving/export/write_credentials'
import { MediaWriter } from '#cli/moving/export/write_media'
import { Failure } from '#cli/failure'
import { version } from '#domain/version'

export interface WriteKindsInput {
  folder: string
  /** Whether the folder takes the bytes of media, too. */
  copiesMedia: boolean
  /** Filters of posts, and the posts that they found; absent for everything. */
  posts?: { query: Record<string, string>; ids: number[] }
  /** Public keys of age that passwords and factors are encrypted for; without any they are left out. */
  recipients: string[]
  signal: AbortSignal
  onProgress?: (rows: number) => void
}

export interface Written {
  manifest: Manifest
  /** The number of files whose bytes are not in the storage. */
  lostMedia: number
}

/** Bounds the memory: a post can have 200 KB. */
const FETCHED_ROWS = 200

/** Writes a file for each kind, all of one moment, while others write on, and the manifest. */
export async function writeKinds(input: WriteKindsInput): Promise<Written> {
  const { folder, posts, recipients, copiesMedia: copies, signal } = input
  const source = await sourceOf()
  const media = new MediaWriter({ folder, copies, signal })
  const inSnapshot = async (client: TransactionClientContract): Promise<Written> => {
    await client.rawQuery(
      'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0'
    )
    const takenAt = (await client.rawQuery('select now() as now')).rows[0].now as Date
    if (posts) await keepIds(posts.ids, client)
    const facts: Partial<Record<Kind, KindFacts>> = {}
    let before = 0
    for (const kind of kinds) {
      facts[kind] = await writeKind(kind, { ...input, client, before, media })
      before += facts[kind].count
    }
    const manifest: Manifest = {
      format,
      plaza: version,
      source,
      taken_at: takenAt.toISOString(),
      posts: posts?.query ?? null,
      kinds: facts as Record<Kind, KindFacts>,
      media_bytes: media.digest.facts(),
      credentials:
        recipients.length > 0 ? await writeCredentials({ folder, recipients, client }) : null,
    }
    await writeManifest(folder, manifest)
    return { manifest, lostMedia: media.lost }
  }
  try {
    return await db.transaction(inSnapshot, { isolationLevel: 'repeatable read' })
  } finally {
    await media.close()
  }
}

/** The feed of changes names a Plaza too: one that was restored is another from then on. */
async function sourceOf(): Promise<string> {
  await db.rawQuery('call fill_post_changes()')
  const { rows } = await db.rawQuery('select generation from post_feed')
  return `plaza:${rows[0].generation}`
}

async function keepIds(ids: number[], client: TransactionClientContract) {
  const tables = ['exported_posts', 'exported_users', 'exported_media']
  await client.rawQuery(
    tables
      .map((table) => `create temporary table ${table} (id bigint primary key) on commit drop`)
      .join(';')
  )
  await client.rawQuery('insert into exported_posts select distinct unnest(:ids::bigint[])', {
    ids,
  } as Record<string, any>)
  await client.rawQuery(fillExportedUsers)
  await client.rawQuery(fillExportedMedia)
}

interface WriteKindInput extends WriteKindsInput {
  client: TransactionClientContract
  media: MediaWriter
  /** The rows of kinds before. */
  before: number
}

async function writeKind(kind: Kind, input: WriteKindInput): Promise<KindFacts> {
  const { folder, posts, signal, onProgress, client, before } = input
  const sum = createHash('sha256')
  let [count, bytes] = [0, 0]
  const file = await open(join(folder, fileOf(kind)), 'wx', 0o600)
  try {
    await client.rawQuery(
      `declare lines no scroll cursor for ${statementFor(kind, posts !== undefined)}`
    )
    for (;;) {
      if (signal.aborted) throw new Failure('interrupted', 'Interrupted, so nothing was written')
      const { rows } = await client.rawQuery(`fetch ${FETCHED_ROWS} from lines`)
      if (rows.length === 0) break
      const lines = await finished(kind, rows, input)
      const text = Buffer.from(lines.map((line) => `${line}\n`).join(''))
      sum.update(text)
      await file.writeFile(text)
      count += rows.length
      bytes += text.length
      onProgress?.(before + count)
    }
    await client.rawQuery('close lines')
    await file.sync()
  } finally {
    await file.close()
  }
  return { file: fileOf(kind), count, bytes, sha256: sum.digest('hex') }
}

async function finished(kind: Kind, rows: { line: string }[], { client, media }: WriteKindInput) {
  const lines = rows.map(({ line }) => line)
  if (kind !== 'files') return mayNameMedia(kind) ? withReferences(lines, client) : lines
  const made: string[] = []
  for (const line of lines) made.push(await media.lineOf(line))
  return made
}

async function writeManifest(folder: string, manifest: Manifest) {
  const file = await open(join(folder, MANIFEST_FILE), 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}
