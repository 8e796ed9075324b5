import db from '@adonisjs/lucid/services/db'
import { failure, ok, type Verdict } from '#cli/health/verdict'
import { s3Settings } from '#media/s3'
import { keyOf, storage } from '#media/storage'
import { counted } from '#domain/counted'

/** A file is withdrawn within a second. */
const MAX_WAIT_SECONDS = 60

/** Whether Nginx still serves files that readers may see no more. */
export async function checkWithdrawals() {
  const { rows } = await db.rawQuery(
    `select coalesce(extract(epoch from now() - min(created_at)), 0)::float as seconds
     from media_withdrawals`
  )
  const { seconds } = rows[0]
  if (seconds < MAX_WAIT_SECONDS) return ok('readers see no file longer than they may')
  const minutes = counted(Math.round(seconds / 60), 'minute')
  return failure(`a file has waited for ${minutes} to be withdrawn`, 'start a process with jobs')
}

/** Whether the bucket answers, if one keeps the files. */
export function bucketChecks(): Record<string, () => Promise<Verdict>> {
  const settings = s3Settings()
  return settings ? { bucket: () => checkBucket(settings.bucket) } : {}
}

async function checkBucket(name: string): Promise<Verdict> {
  try {
    await storage.exists(keyOf('plaza-system-doctor'))
    return ok(`${name} answers`)
  } catch (error) {
    const { name: kind, message } = (error as Error).cause as Error
    const reason = [kind, message].filter((text) => text && text !== 'Error').join(': ')
    return failure(
      `${name} can’t be read (${reason})`,
      'check MEDIA_S3_…, and the rights of the key'
    )
  }
}
