import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { FILES, keyOf, storage } from '#media/storage'
import { UPLOAD_HOURS } from '#domain/media'

/** `missing`: a row without bytes. `unknown`: bytes without a row. */
export interface Finding {
  problem: 'missing' | 'unknown'
  name: string
  /** The first file of a user that has it. */
  media_id: number | null
}

const FOLDERS_AT_ONCE = 100

/** Compares the storage with the table both ways, folder by folder, while others write. */
export async function* checkStorage(): AsyncGenerator<Finding> {
  const folders = new Set<string>()
  for await (const name of storage.names(FILES)) folders.add(name)
  for await (const { folder, names } of rowsByFolder()) {
    yield* compare(new Set(names), folders.delete(folder) ? await namesIn(folder) : new Set())
  }
  for (const folder of folders) yield* compare(new Set(), await namesIn(folder))
}

async function namesIn(folder: string): Promise<Set<string>> {
  const names = new Set<string>()
  for await (const name of storage.names(`${FILES}/${folder}`)) names.add(name)
  return names
}

/** What changed since it was read is no finding. */
async function* compare(rows: Set<string>, stored: Set<string>): AsyncGenerator<Finding> {
  for (const name of rows.difference(stored)) {
    const row = await rowOf(name)
    if (row && !(await storage.exists(keyOf(name)))) yield { problem: 'missing', name, ...row }
  }
  for (const name of stored.difference(rows)) {
    if (await isUnknown(name)) yield { problem: 'unknown', name, media_id: null }
  }
}

/** Whether no row has these bytes, and none is about to. */
export const isUnknown = async (name: string): Promise<boolean> =>
  !(await rowOf(name)) && !(await isOfImport(name)) && !(await isBeingWritten(name))

/** An import brings bytes before their rows, and its end deletes those that it did not need. */
const isOfImport = async (name: string): Promise<boolean> =>
  (await db.from('imported_bytes').where({ name }).first()) !== null

async function rowOf(name: string): Promise<{ media_id: number | null } | undefined> {
  const { rows } = await db.rawQuery(
    `select (select min(id) from media where media.file_id = media_variants.file_id) as media_id
     from media_variants where name = :name`,
    { name }
  )
  return rows[0]
}

/** Copies are there before their rows. What is gone again is no finding, either. */
async function isBeingWritten(name: string): Promise<boolean> {
  const modified = await storage.modified(keyOf(name))
  return modified === undefined || modified.getTime() > Date.now() - UPLOAD_HOURS * 3_600_000
}

interface Folder {
  folder: string
  names: string[]
}

/** All at one moment, in few rows of memory. */
async function* rowsByFolder(): AsyncGenerator<Folder> {
  const client = await db.transaction()
  try {
    await client.rawQuery(
      `declare folders no scroll cursor for
       select left(name, 2) as folder, array_agg(name) as names from media_variants group by 1`
    )
    for (let rows = await next(client); rows.length > 0; rows = await next(client)) yield* rows
  } finally {
    await client.rollback()
  }
}

const next = async (client: QueryClientContract): Promise<Folder[]> =>
  (await client.rawQuery(`fetch ${FOLDERS_AT_ONCE} from folders`)).rows
