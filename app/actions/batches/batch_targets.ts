import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BatchTarget, PartOutcome } from '#actions/batches/act_on_targets'
import type Batch from '#models/batch'

/** Adds targets at the end; failed ones wait again. @returns the ids of targets that are already done */
export async function addTargets(
  { id: batchId }: Batch,
  targets: BatchTarget[],
  client: TransactionClientContract
): Promise<number[]> {
  const { rows } = await client.rawQuery(
    `with given as (
       select * from unnest(:ids::bigint[], :seen::timestamptz[], :actions::text[], :untils::timestamptz[])
         with ordinality as given (id, seen_at, action, until, place)
     ), done as (
       select place, given.id from given join audit_entries as entry
         on batch_id = :batchId and entry.action = given.action
         and target_type = split_part(given.action, '.', 1) and target_id = given.id
     ), added as (
       insert into batch_targets (batch_id, target_id, seen_at, action, until)
       select :batchId, id, seen_at, action, until from given
       where place not in (select place from done) order by place
       on conflict (batch_id, target_id) do update set seen_at = excluded.seen_at,
         action = excluded.action, until = excluded.until, code = null, detail = null
     )
     select id from done order by place`,
    {
      batchId,
      ids: targets.map(({ id }) => id),
      seen: targets.map(({ seenAt }) => seenAt ?? null),
      actions: targets.map(({ action }) => action),
      untils: targets.map(({ until }) => until),
    } as Record<string, any>
  )
  return rows.map((row: { id: number }) => row.id)
}

export async function nextTargets(
  { id }: Batch,
  limit: number,
  client: TransactionClientContract
): Promise<BatchTarget[]> {
  const { rows } = await client.rawQuery(
    `select target_id as id, seen_at as "seenAt", action, until from batch_targets
     where batch_id = :id and code is null order by batch_targets.id limit ${limit}`,
    { id }
  )
  return rows
}

/** Deletes targets that are done, and keeps the failures of others. */
export async function keepOutcome(
  { id: batchId }: Batch,
  { done, failed, repeated }: PartOutcome,
  client: TransactionClientContract
): Promise<void> {
  const ids = done.map((entry) => entry.target_id).concat(repeated)
  await client.from('batch_targets').where('batch_id', batchId).whereIn('target_id', ids).delete()
  if (failed.length === 0) return
  await client.rawQuery(
    `update batch_targets set code = failed.code, detail = failed.detail
     from unnest(:ids::bigint[], :codes::text[], :details::text[]) as failed (id, code, detail)
     where batch_id = :batchId and target_id = failed.id`,
    {
      batchId,
      ids: failed.map(({ targetId }) => targetId),
      codes: failed.map(({ code }) => code),
      details: failed.map(({ detail }) => detail),
    } as Record<string, any>
  )
}

export async function countTargets(
  { id }: Batch,
  client: TransactionClientContract
): Promise<{ waiting: number; failed: number }> {
  const { rows } = await client.rawQuery(
    `select count(*) filter (where code is null)::int as waiting, count(code)::int as failed
     from batch_targets where batch_id = :id`,
    { id }
  )
  return rows[0]
}
