import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Kind } from '#cli/moving/archive/kinds'
import { Batch, type Counts, type Message, type Terms } from '#cli/moving/import/batch'
import { finishImport } from '#cli/moving/import/finish_import'
import { importBatch, readEntries, type ReadEntry } from '#cli/moving/import/import_batch'
import type { Entry, Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'
import { newSecret } from '#security/oidc_secrets'
import type { Origin } from '#domain/moderation'

export interface RunImportInput {
  source: Source
  roles: ReadonlyMap<string, string>
  isDry: boolean
  resumes: boolean
  origin: Origin
  signal: AbortSignal
  onProgress?: (rows: number) => void
}

export interface Receipt {
  /** Null: a dry run. */
  id: number | null
  counts: Partial<Record<Kind, Counts>>
  /** A dry run has its messages here; others keep them in the database. */
  messages: Message[]
  /** Ends the import, once its messages are read. */
  finish(): Promise<void>
}

const MAX_BATCH_ROWS = 500
/** A batch is in memory a few times over. */
const MAX_BATCH_CHARACTERS = 4_000_000

interface State {
  id: number
  position: number
  counts: Partial<Record<Kind, Counts>>
  messages: number
  languages: Set<string>
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
  const { floors, ...state } = resumes ? await resumed(source) : await begun(source)
  const terms = await termsOf(input, floors)
  let skipped = 0
  for await (const entries of inBatches(source.entries())) {
    if (signal.aborted) throw new Failure('interrupted', interrupted)
    const fresh = entries.slice(Math.max(0, state.position - skipped))
    skipped += entries.length
    if (fresh.length === 0) continue
    const read = readEntries(fresh, terms)
    if (source.keepsIds) await advanceSequences(read)
    await db.transaction((client) => step(client, terms, state, read))
    onProgress?.(state.position)
  }
  const finish = () => finishImport({ ...state, source, origin: input.origin })
  return { id: state.id, counts: state.counts, messages: [], finish }
}

const interrupted = 'Interrupted: run the same command again with --resume'

async function step(
  client: TransactionClientContract,
  terms: Terms,
  state: State,
  entries: ReadEntry[]
) {
  await prepare(client)
  const batch = new Batch(client, terms, structuredClone(state.counts))
  await importBatch(batch, entries)
  const position = state.position + entries.length
  const { rowCount } = await client.rawQuery(
    `update imports set position = :position, counts = :counts::jsonb, updated_at = now()
     where id = :id and position = :before and ended_at is null`,
    { id: state.id, before: state.position, position, counts: JSON.stringify(batch.counts) }
  )
  if (rowCount === 0) throw new Failure('conflict', 'Another run goes on with this import')
  await keepMessages(client, state, batch.messages)
  state.position = position
  state.counts = batch.counts
  state.messages += batch.messages.length
  for (const language of batch.languages) state.languages.add(language)
}

/** No webhook is told of what these transactions write (0150). A batch may take longer than a request. */
const prepare = (client: TransactionClientContract) =>
  client.rawQuery(`
    select set_config('plaza.importing', 'on', true), set_config('statement_timeout', '0', true),
      set_config('idle_in_transaction_session_timeout', '0', true)`)

async function keepMessages(client: TransactionClientContract, state: State, messages: Message[]) {
  if (messages.length === 0) return
  const rows = messages.map(({ kind, place, isRefusal, message }, index) => ({
    ...{ import_id: state.id, number: state.messages + index + 1 },
    ...{ kind, place, is_refusal: isRefusal, message },
  }))
  await client.rawQuery(
    `insert into import_messages select * from json_populate_recordset(null::import_messages, ?::json)`,
    [JSON.stringify(rows)]
  )
}

/** Everything in one transaction that is rolled back, so that the receipt is that of the import. */
async function rehearse(input: RunImportInput): Promise<Receipt> {
  const { source, signal, onProgress } = input
  const terms = await termsOf(input, await floorsNow())
  const receipt: Receipt = { id: null, counts: {}, messages: [], finish: async () => {} }
  const client = await db.transaction()
  try {
    await prepare(client)
    let done = 0
    for await (const entries of inBatches(source.entries())) {
      if (signal.aborted) throw new Failure('interrupted', 'Interrupted; nothing was written')
      const batch = new Batch(client, terms, receipt.counts)
      await importBatch(batch, readEntries(entries, terms))
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
  { source, roles, isDry }: RunImportInput,
  floors: Record<string, number>
): Promise<Terms> {
  const { rows } = await db.rawQuery('select not exists (select from posts) as is_empty')
  return {
    source: source.id,
    keepsIds: source.keepsIds,
    isDry,
    floors,
    roles,
    password: await hash.make(newSecret()),
    isEmpty: rows[0].is_empty,
  }
}

async function* inBatches(entries: AsyncGenerator<Entry>): AsyncGenerator<Entry[]> {
  let batch: Entry[] = []
  let length = 0
  for await (const entry of entries) {
    batch.push(entry)
    length += entry.text?.length ?? String(entry.row?.content ?? '').length
    if (batch.length < MAX_BATCH_ROWS && length < MAX_BATCH_CHARACTERS) continue
    yield batch
    batch = []
    length = 0
  }
  if (batch.length > 0) yield batch
}

const sequences = ['users', 'posts', 'comments', 'collections'] as const

/** The last ids that the sequences gave. */
async function floorsNow(): Promise<Record<string, number>> {
  const last = sequences.map(
    (table) =>
      `(select case when is_called then last_value else 0 end from ${table}_id_seq) as ${table}`
  )
  const { rows } = await db.rawQuery(`select ${last.join(', ')}`)
  return rows[0]
}

async function begun(source: Source): Promise<State & { floors: Record<string, number> }> {
  const floors = await floorsNow()
  const { rows } = await db.rawQuery(
    `insert into imports (format, source, digest, floors)
     values (:format, :source, :digest, :floors::jsonb) returning id`,
    {
      ...{ format: source.format, source: source.id, digest: source.digest },
      floors: JSON.stringify(floors),
    }
  )
  return { id: rows[0].id, position: 0, counts: {}, messages: 0, languages: new Set(), floors }
}

/** @throws Failure without an unfinished import of this source */
async function resumed(source: Source): Promise<State & { floors: Record<string, number> }> {
  const { rows } = await db.rawQuery(
    `select id, position, counts, floors,
       (select count(*)::int from import_messages where import_id = imports.id) as messages
     from imports where digest = :digest and format = :format and ended_at is null
     order by id desc limit 1`,
    { digest: source.digest, format: source.format }
  )
  if (!rows[0]) {
    throw new Failure('not_found', 'There is no unfinished import of it: go without --resume')
  }
  const languages = await db.rawQuery('select distinct language from posts')
  return {
    ...rows[0],
    languages: new Set(languages.rows.map(({ language }: { language: string }) => language)),
  }
}

/**
 * Moves the sequences beyond ids that are kept, before these are written. The lock keeps out writers that have taken a
 * number and not yet written their row.
 */
async function advanceSequences(entries: ReadEntry[]) {
  const most = new Map<string, number>()
  for (const { entry, row, wrong } of entries) {
    const table = sequences.find((one) => one === entry.kind)
    if (!table || wrong) continue
    // Groups of translations have numbers of the sequence of posts.
    most.set(table, Math.max(most.get(table) ?? 0, row.id, row.translation_group ?? 0))
  }
  for (const [table, id] of most) {
    await db.transaction(async (client) => {
      const { rows } = await client.rawQuery(`select last_value from ${table}_id_seq`)
      if (rows[0].last_value >= id) return
      await client.rawQuery(`lock table ${table} in share row exclusive mode`)
      await client.rawQuery(
        `select setval('${table}_id_seq', greatest(last_value, :id)) from ${table}_id_seq`,
        { id }
      )
    })
  }
}
