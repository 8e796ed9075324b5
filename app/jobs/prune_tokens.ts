import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'
import { queueMails } from '#mail/outbox'
import PersonalToken from '#models/personal_token'
import { deleteInBatches } from '#db/delete_in_batches'

const BATCH_ROWS = 1000

const { maxIdleDays, idleNoticeDays } = PersonalToken

const idleFor = (days: number) =>
  `coalesce(last_used_at, created_at) <= now() - interval '${days} days'`

/** Deletes expired tokens. Mails about idle ones, and revokes them after a week. @returns tokens */
export async function pruneTokens(): Promise<number> {
  const expired = await deleteInBatches('personal_tokens', 'expires_at <= now()')
  await inBatches(announce)
  return expired + (await inBatches(revoke))
}

async function inBatches(work: () => Promise<number>): Promise<number> {
  let total = 0
  for (let count = BATCH_ROWS; count === BATCH_ROWS; total += count) count = await work()
  return total
}

const announce = () =>
  db.transaction(async (client) => {
    const { rows } = await client.rawQuery(markIdle)
    const ids: number[] = rows.map(({ id }: { id: number }) => id)
    await queueMails(
      ids.map((id) => ({ kind: 'token_unused' as const, id })),
      client
    )
    return ids.length
  })

/** Once in each idle time. */
const markIdle = `
  update personal_tokens set idle_noticed_at = now() where id = any(array(
    select id from personal_tokens
    where ${idleFor(maxIdleDays - idleNoticeDays)}
      and (idle_noticed_at is null or idle_noticed_at < last_used_at)
    limit ${BATCH_ROWS} for update skip locked
  )) returning id`

async function revoke() {
  const { rows } = await db.rawQuery(revokeIdle)
  const userIds = new Set<number>(rows.map((row: { user_id: number }) => row.user_id))
  for (const id of userIds) await AccountChanged.dispatch(id)
  return rows.length
}

const revokeIdle = `
  delete from personal_tokens where id = any(array(
    select id from personal_tokens where ${idleFor(maxIdleDays)}
    limit ${BATCH_ROWS} for update skip locked
  )) returning user_id`
