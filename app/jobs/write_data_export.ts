import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { queueMails } from '#mail/outbox'
import DataExport from '#models/data_export'
import { exportOf } from '#queries/staff/user_export'

const PART_CHARACTERS = 512 * 1024

/** Writes the file of a user's waiting export in parts, and tells the user. A later run begins it anew. */
export async function writeDataExport(
  { id: userId }: { id: number },
  signal: AbortSignal
): Promise<void> {
  const begun = await DataExport.begin(userId)
  if (!begun) return
  const { id, attempt } = begun
  let number = 0
  for await (const content of inParts(exportOf(userId, userId))) {
    signal.throwIfAborted()
    const start = performance.now()
    if (!(await DataExport.add(id, attempt, number++, content))) return
    // Requests need the database too.
    await sleep(performance.now() - start)
  }
  await db.transaction(async (client) => {
    const isFinished = await DataExport.finish(id, attempt, client)
    if (isFinished) await queueMails([{ kind: 'data_export', id }], client)
  })
}

/** Joins short pieces, so that there are few rows. */
async function* inParts(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let part = ''
  for await (const piece of pieces) {
    part += piece
    if (part.length < PART_CHARACTERS) continue
    yield part
    part = ''
  }
  yield part
}
