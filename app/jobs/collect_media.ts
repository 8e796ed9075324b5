import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { isUsed } from '#resources/media_parts'
import { isInSight, KEPT_DAYS, SET_ASIDE_DAYS } from '#domain/media'

const BATCH_ROWS = 1000

/** By the permission of its owner, or for staff: they may restore what they took, and decide on a report. */
const isKept = `(not ${isInSight} or exists (
  select from users join roles on roles.name = users.role
  where users.id = media.user_id and users.erased_at is null and 'media.keep' = any(roles.permissions)
) or exists (
  select from reports where target_type = 'media' and target_id = media.id and status = 'open'
))`

const lookAgain = `now() + interval '${KEPT_DAYS} days'`

export interface Collected {
  /** Used or kept again. */
  restored: number
  deleted: number
  setAside: number
}

/** Deletes files that nothing has used for long, and sets others aside before. @returns rows */
export async function collectMedia(): Promise<number> {
  const { restored, deleted, setAside } = await collect()
  return restored + deleted + setAside
}

/** The same, with a number for each. */
export async function collect(client: QueryClientContract = db.connection()): Promise<Collected> {
  // What is used again, or kept now, is back before anything is deleted.
  const restored = await all(
    client,
    `update media set set_aside_at = null, check_at = ${lookAgain}`,
    `set_aside_at is not null and (${isUsed} or ${isKept})`
  )
  const deleted = await all(
    client,
    'delete from media',
    `set_aside_at < now() - interval '${SET_ASIDE_DAYS} days' and not ${isUsed} and not ${isKept}`
  )
  return { restored, deleted, setAside: await lookAtDue(client) }
}

/** In batches, past locked rows. */
async function all(client: QueryClientContract, statement: string, condition: string) {
  let total = 0
  for (let count = BATCH_ROWS; count === BATCH_ROWS; total += count) {
    const { rowCount } = await client.rawQuery(
      `${statement} where id = any(array(
         select id from media where ${condition} order by id limit ${BATCH_ROWS} for update skip locked
       ))`
    )
    count = rowCount
  }
  return total
}

/**
 * Looks at each file once after its upload and after the end of a use, and at what is kept without a use once a week.
 * @returns rows that were set aside
 */
async function lookAtDue(client: QueryClientContract): Promise<number> {
  let total = 0
  for (let count = BATCH_ROWS; count === BATCH_ROWS;) {
    const { rows } = await client.rawQuery(
      `update media set
         check_at = case when not ${isUsed} and ${isKept} then ${lookAgain} end,
         set_aside_at = case when not ${isUsed} and not ${isKept} then now() end
       where id = any(array(
         select id from media where check_at <= now() and set_aside_at is null and file_id is not null
         order by check_at, id limit ${BATCH_ROWS} for update skip locked
       )) returning set_aside_at`
    )
    count = rows.length
    total += rows.filter((row: { set_aside_at: Date | null }) => row.set_aside_at !== null).length
  }
  return total
}
