import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { RowKind } from '#cli/moving/archive/kinds'
import { Batch, type Counts, type Message, type Terms } from '#cli/moving/import/batch'
import { finishImport } from '#cli/moving/import/finish_import'
import { importBatch, readEntries, type ReadEntry } from '#cli/moving/import/import_batch'
import { inBatches } from '#cli/moving/import/in_batches'
import { withoutPictures } from '#cli/moving/import/pictures/without_pictures'
import { PictureFetcher } from '#cli/moving/import/pictures/picture_fetcher'
import { advance, begun, resumed, type Progress } from '#cli/moving/import/progress'
import { receiveBytes } from '#cli/moving/import/receive_bytes'
import { advanceSequences, floorsNow } from '#cli/moving/import/sequences'
import type { Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'
import { newSecret } from '#security/oidc_secrets'
import type { Origin } from '#domain/moderation'

export interface RunImportInput {
  source: Source
  roles: ReadonlyMap<string, string>
  /** Accounts here by the name or the e-mail at the source. */
  authors: ReadonlyMap<string, number>
  isDry: boolean
  resumes: boolean
  origin: Origin
  signal: AbortSignal
  onProgress?: (rows: number) => void
}

export interface Receipt {
  /** Null: a dry run. */
  id: number | null
  counts: Partial<Record<RowKind, Counts>>
  /** A dry run has its messages here; others keep them in the database. */
  messages: Message[]
  /** Ends the import, once its messages are read. */
  finish(): Promise<void>
}

/**
 * Imports what a source has, in transactions of some hundred rows, each with how far the import is. So a killed one
 * goes on where it was.
 * @throws Failure if there is nothing to resume, or another run goes on with this import
 */
export async function runImport(input: RunImportInput): Promise<Receipt> {
  return input.isDry ? rehearse(input) : carryOut(input)
}

async function carryOut(input: RunImportInput): Promise<Receipt> {
  const { source, resumes, signal, onProgress } = input
  const { floors, ...progress } = resumes ? await resumed(source) : await begun(source)
  const terms = await termsOf(input, floors)
  const receiving = { client: db.connection(), importId: progress.id }
  const pictures = new PictureFetcher({ source: source.id, importId: progress.id, signal })
  const batches = inBatches(source.entries(), {
    done: progress.position,
    receive: (entry) => receiveBytes(entry, receiving),
  })
  for await (const entries of batches) {
    if (signal.aborted) throw interrupted()
    const all = await pictures.prepare(entries).catch((error) => {
      throw signal.aborted ? interrupted() : error
    })
    const read = readEntries(all, terms)
    if (source.keepsIds) await advanceSequences(read)
    const position = progress.position + entries.length
    await db.transaction((client) => step(client, terms, progress, { read, position }))
    onProgress?.(progress.position)
  }
  const finish = () => finishImport({ ...progress, source, origin: input.origin })
  return { id: progress.id, counts: progress.counts, messages: [], finish }
}

const interrupted = () =>
  new Failure('interrupted', 'Interrupted: run the same command again with --resume')

async function step(
  client: TransactionClientContract,
  terms: Terms,
  progress: Progress,
  { read, position }: { read: ReadEntry[]; position: number }
) {
  await prepare(client)
  const batch = new Batch(client, terms, structuredClone(progress.counts))
  await importBatch(batch, read)
  await advance(client, progress, batch, position)
  progress.position = position
  progress.counts = batch.counts
  progress.messages += batch.messages.length
  for (const language of batch.languages) progress.languages.add(language)
}

/** No webhook is told of what these transactions write (0150). A batch may take longer than a request. */
const prepare = (client: TransactionClientContract) =>
  client.rawQuery(`
    select set_config('plaza.importing', 'on', true), set_config('statement_timeout', '0', true),
      set_config('idle_in_transaction_session_timeout', '0', true)`)

/** Everything in one transaction that is rolled back, so that the receipt is that of the import. */
async function rehearse(input: RunImportInput): Promise<Receipt> {
  const { source, signal, onProgress } = input
  const terms = await termsOf(input, await floorsNow())
  const receipt: Receipt = { id: null, counts: {}, messages: [], finish: async () => {} }
  const client = await db.transaction()
  try {
    await prepare(client)
    let done = 0
    const receive = (entry: Parameters<typeof receiveBytes>[0]) =>
      receiveBytes(entry, { client, importId: null })
    for await (const entries of inBatches(source.entries(), { receive })) {
      if (signal.aborted) throw new Failure('interrupted', 'Interrupted; nothing was written')
      const batch = new Batch(client, terms, receipt.counts)
      await importBatch(batch, readEntries(entries.map(withoutPictures), terms))
      receipt.messages.push(...batch.messages)
      done += entries.length
      onProgress?.(done)
    }
    return receipt
  } finally {
    await client.rollback()
  }
}

async function termsOf(
  { source, roles, authors, isDry }: RunImportInput,
  floors: Record<string, number>
): Promise<Terms> {
  const { rows } = await db.rawQuery('select not exists (select from posts) as is_empty')
  return {
    source: source.id,
    keepsIds: source.keepsIds,
    isDry,
    floors,
    roles,
    authors,
    password: await hash.make(newSecret()),
    isEmpty: rows[0].is_empty,
  }
}
