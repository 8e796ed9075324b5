import db from '@adonisjs/lucid/services/db'
import { isUsed } from '#resources/media_parts'
import { SET_ASIDE_DAYS, UNUSED_HOURS } from '#domain/media'

const BATCH_ROWS = 1000

const isKept = `exists (
  select from users join roles on roles.name = users.role
  where users.id = media.user_id and users.erased_at is null and 'media.keep' = any(roles.permissions)
)`

/** Deletes files that nothing has used for long, and sets others aside before. @returns rows */
export async function collectMedia(): Promise<number> {
  // What is used again, or kept now, is back before anything is deleted.
  const restored = await all(
    `update media set set_aside_at = null`,
    `set_aside_at is not null and (${isUsed} or ${isKept})`
  )
  const deleted = await all(
    'delete from media',
    `set_aside_at < now() - interval '${SET_ASIDE_DAYS} days' and not ${isUsed} and not ${isKept}`
  )
  const setAside = await all(
    'update media set set_aside_at = now()',
    `set_aside_at is null and file_id is not null
     and greatest(created_at, used_at) < now() - interval '${UNUSED_HOURS} hours'
     and not ${isUsed} and not ${isKept}`
  )
  return restored + deleted + setAside
}

/** In batches, past locked rows. */
async function all(statement: string, condition: string): Promise<number> {
  let total = 0
  for (let count = BATCH_ROWS; count === BATCH_ROWS; total += count) {
    const { rowCount } = await db.rawQuery(
      `${statement} where id = any(array(
         select id from media where ${condition} order by id limit ${BATCH_ROWS} for update skip locked
       ))`
    )
    count = rowCount
  }
  return total
}
