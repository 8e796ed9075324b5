import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import pLimit from 'p-limit'
import BarredMediaException from '#exceptions/barred_media_exception'
import { typeOfBytes } from '#media/file_type'
import { fileName } from '#media/names'
import type { ReceivedFile } from '#media/receive_file'
import { publicLinks } from '#media/public_links'
import { keyOf, storage } from '#media/storage'
import { mediaQueue } from '#queue/queues'
import type { FileType } from '#domain/media'

/** A slow storage must leave connections for other requests. */
const keeping = pLimit(2)

export interface Arrived {
  id: number
  userId: number
  /** Where its bytes are. */
  key: string
  file: ReceivedFile
}

/**
 * Gives the row of an upload its content. The caller deletes the key after a failure.
 * @throws BarredMediaException for what staff took
 */
export async function keepMedia(arrived: Arrived): Promise<void> {
  const type = await typeOfBytes(arrived.file.head)
  await keeping(() => db.transaction((client) => keep({ ...arrived, type }, client)))
}

interface Typed extends Arrived {
  type: FileType
}

/** Until the commit, the row of the content is locked against its end, and against another upload of the same. */
async function keep({ id, userId, key, file, type }: Typed, client: TransactionClientContract) {
  const { sha256, bytes, name } = file
  const isPicture = type.kind === 'image'
  const { rows } = await client.rawQuery(
    `insert into media_files (sha256, kind, status, content_type, bytes)
     values (:sha256, :kind, :status, :contentType, :bytes)
     on conflict (sha256) do update set sha256 = excluded.sha256
     returning id, status, barred_at is not null or exists (
       select from media
       where file_id = media_files.id and user_id = :userId and removed_at is not null
     ) as is_barred, (
       select name from media_variants
       where file_id = media_files.id and purpose in ('master', 'original') order by purpose limit 1
     ) as stored`,
    { sha256, bytes, userId, ...type, status: isPicture ? 'processing' : 'ready' }
  )
  const [{ id: fileId, status, stored, is_barred: isBarred }] = rows
  if (isBarred) throw new BarredMediaException()
  const isStored = stored !== null && (await storage.exists(keyOf(stored)))
  if (isStored) await storage.delete(key)
  else await store({ fileId, key, file, type }, client)

  await client.from('media').where({ id }).update({ file_id: fileId, uploaded_bytes: bytes, name })
  if (!isPicture) return
  const isReady = isStored && status === 'ready'
  await mediaQueue.send(
    isReady ? { work: 'crops', id: fileId, x: 500, y: 500 } : { work: 'file', id: fileId },
    { client }
  )
}

interface Stored extends Omit<Typed, 'id' | 'userId'> {
  fileId: number
}

/** For the first time, or because the bytes are lost, or could not be processed. */
async function store({ fileId, key, file, type }: Stored, client: TransactionClientContract) {
  const { kind, contentType, extension } = type
  const { bytes } = file
  const name = fileName(file.sha256, ['original'], extension)
  const rows = await client.from('media_variants').where('file_id', fileId).select('name')
  for (const row of rows) await publicLinks.remove(row.name)
  await client.from('media_variants').where('file_id', fileId).delete()
  await client
    .from('media_files')
    .where('id', fileId)
    .update({
      status: kind === 'image' ? 'processing' : 'ready',
      failure: null,
      attempts: 0,
      content_type: contentType,
      bytes,
    })
  await client.table('media_variants').insert({
    name,
    file_id: fileId,
    purpose: 'original',
    content_type: contentType,
    bytes,
  })
  await storage.move(key, keyOf(name))
}
