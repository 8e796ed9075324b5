import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fileOf, kinds, MANIFEST_FILE, type Kind } from '#cli/moving/archive/kinds'
import { format, type KindFacts, type Manifest } from '#cli/moving/archive/manifest'
import { fillExportedUsers, statementFor } from '#cli/moving/export/statements'
import { Failure } from '#cli/failure'
import { version } from '#domain/version'

export interface WriteKindsInput {
  /** Filters of posts, and the posts that they found; absent for everything. */
  posts?: { query: Record<string, string>; ids: number[] }
  signal: AbortSignal
  onProgress?: (rows: number) => void
}

/** Bounds the memory: a post can have 200 KB. */
const FETCHED_ROWS = 200

/** Writes a file for each kind, all of one moment, while others write on. @returns the manifest, which it writes too */
export async function writeKinds(folder: string, input: WriteKindsInput): Promise<Manifest> {
  const source = await sourceOf()
  return db.transaction(
    async (client) => {
      await client.rawQuery(
        'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0'
      )
      const takenAt = (await client.rawQuery('select now() as now')).rows[0].now as Date
      if (input.posts) await keepIds(input.posts.ids, client)
      const facts: Partial<Record<Kind, KindFacts>> = {}
      let before = 0
      for (const kind of kinds) {
        facts[kind] = await writeKind(kind, folder, input, client, before)
        before += facts[kind].count
      }
      const manifest: Manifest = {
        format,
        plaza: version,
        source,
        taken_at: takenAt.toISOString(),
        posts: input.posts?.query ?? null,
        kinds: facts as Record<Kind, KindFacts>,
      }
      await writeManifest(folder, manifest)
      return manifest
    },
    { isolationLevel: 'repeatable read' }
  )
}

/** The feed of changes names a Plaza too: one that was restored is another from then on. */
async function sourceOf(): Promise<string> {
  await db.rawQuery('call fill_post_changes()')
  const { rows } = await db.rawQuery('select generation from post_feed')
  return `plaza:${rows[0].generation}`
}

async function keepIds(ids: number[], client: TransactionClientContract) {
  await client.rawQuery(`
    create temporary table exported_posts (id bigint primary key) on commit drop;
    create temporary table exported_users (id bigint primary key) on commit drop`)
  await client.rawQuery('insert into exported_posts select distinct unnest(:ids::bigint[])', {
    ids,
  } as Record<string, any>)
  await client.rawQuery(fillExportedUsers)
}

async function writeKind(
  kind: Kind,
  folder: string,
  { posts, signal, onProgress }: WriteKindsInput,
  client: TransactionClientContract,
  before: number
): Promise<KindFacts> {
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
      const text = Buffer.from(rows.map(({ line }: { line: string }) => `${line}\n`).join(''))
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

async function writeManifest(folder: string, manifest: Manifest) {
  const file = await open(join(folder, MANIFEST_FILE), 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}
