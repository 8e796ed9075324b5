import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import PostsRetagged from '#events/posts_retagged'
import TypesChanged from '#events/types_changed'
import { inBatch, MAX_POSTS, MAX_ROWS } from '#jobs/deletions/batch'
import AuditEntry from '#models/audit_entry'
import Type, { type PendingSchema } from '#models/type'
import { checkedOf, recheckTime, unfitPosts } from '#queries/types/unfit_posts'
import { typeQueue } from '#queue/queues'
import { filterableProblems } from '#domain/types/type'

/**
 * Adapts posts to a changed type: checks them, lists or unlists them, and keeps the values of filterable members.
 * @returns `again` if the type changed meanwhile
 */
export async function followTypes({ id }: { id: number }, signal: AbortSignal) {
  const type = await Type.find(id)
  if (!type) return
  if (type.pending) await checkPending(type, type.pending, signal)
  if (type.relists) await relist(type, signal)
  await recheck(id, signal)
  await fill(await Type.findOrFail(id), signal)
  const now = await Type.find(id)
  return now && (now.pending || now.relists || now.unfilled.length > 0) ? 'again' : undefined
}

/** Leaves a schema that was replaced meanwhile: the next run has its successor. */
async function checkPending(seen: Type, pending: PendingSchema, signal: AbortSignal) {
  const { id, name } = seen
  const unfit = await unfitPosts(name, pending.schema, db.connection(), signal)
  await inBatch(async (client) => {
    const type = await Type.query({ client }).where('id', id).forUpdate().first()
    if (type?.pending?.key !== pending.key) return
    const isKept = unfit.total === 0 || pending.force
    type.merge({ pending: null, checked: checkedOf(unfit, isKept ? 'done' : 'refused') })
    if (isKept) await apply(type, pending, unfit.total, client)
    else await type.save()
  })
  await TypesChanged.dispatch()
}

async function apply(
  type: Type,
  { schema, origin, reason }: PendingSchema,
  unfit: number,
  client: TransactionClientContract
) {
  const { revision } = type
  // A member that the schema lacks no longer filters.
  const filterable = type.filterable.filter((name) => !filterableProblems(schema, [name]).length)
  const rechecksAt = await recheckTime(client)
  await type.merge({ schema, filterable, revision: revision + 1, rechecksAt }).save()
  const act = { action: 'type.update', targetType: 'type', targetId: type.id, reason } as const
  const after = { schema_revision: revision + 1, posts_unfit: unfit, name: type.name }
  const before = { schema_revision: revision }
  await AuditEntry.record({ ...act, before, after }, origin, client)
}

/** A post written at the moment of the change passed the former schema. It is listed, as with `force`. */
async function recheck(id: number, signal: AbortSignal) {
  const due = await Type.query().where('id', id).whereRaw('rechecks_at <= now()').first()
  if (!due) return
  const unfit = await unfitPosts(due.name, due.schema, db.connection(), signal)
  await inBatch(async (client) => {
    const type = await Type.query({ client })
      .where({ id, revision: due.revision })
      .forUpdate()
      .first()
    if (!type || type.pending) return
    // A change that no answer shows must not change the entity tag.
    await client.from('types').where({ id }).update({ rechecks_at: null })
    const checked = checkedOf(unfit, 'done')
    if (unfit.total !== (type.checked?.posts_count ?? 0)) await type.merge({ checked }).save()
  })
}

async function relist({ id, name, listed }: Type, signal: AbortSignal) {
  for (let ids = [0]; ids.length > 0 && !signal.aborted;) {
    ids = await inBatch(async (client) => {
      const { rows } = await client.rawQuery(
        `update posts set unlisted = not :listed::boolean where id = any(array(
           select id from posts where type = :name and type <> 'post' and unlisted = :listed
           order by id limit ${MAX_POSTS} for no key update
         )) returning id`,
        { name, listed }
      )
      return rows.map((post: { id: number }) => post.id)
    })
    if (ids.length > 0) await PostsRetagged.dispatch(ids)
  }
  if (signal.aborted) return
  await db.from('types').where({ id, listed }).update({ relists: false })
}

/** After the change of the type, writers of a post keep its values themselves. */
async function fill({ id, name, filterable, unfilled }: Type, signal: AbortSignal) {
  await inBatches(signal, (after) => fillBatch({ name, unfilled, after }))
  await inBatches(signal, () => clearBatch({ name, filterable }))
  if (signal.aborted) return
  const filled = `array(select one from unnest(filterable) as one where one = any(:filterable))`
  await db.rawQuery(`update types set filled = ${filled} where id = :id`, { id, filterable } as any)
  await TypesChanged.dispatch()
}

/** @param work returns the last id of a batch; null at the end */
async function inBatches(signal: AbortSignal, work: (after: number) => Promise<number | null>) {
  for (let after: number | null = 0; after !== null && !signal.aborted;) after = await work(after)
}

interface Filling {
  name: string
  unfilled: string[]
  after: number
}

async function fillBatch(filling: Filling): Promise<number | null> {
  if (filling.unfilled.length === 0) return null
  const { rows } = await inBatch((client) =>
    client.rawQuery(
      `with batch as (
         select id, data, type, visible, listed_at from posts
         where type = :name and id > :after and data is not null
         order by id limit ${MAX_ROWS} for share
       ), filled as (
         insert into post_values (post_id, name, value, type, visible, listed_at)
         select id, given.name, given.value, type, visible, listed_at
         from batch cross join lateral values_of(data, :unfilled::text[]) as given
         on conflict do nothing
       )
       select max(id) as last from batch`,
      filling as any
    )
  )
  return rows[0].last
}

async function clearBatch(kept: { name: string; filterable: string[] }): Promise<number | null> {
  const { rowCount } = await inBatch((client) =>
    client.rawQuery(
      `delete from post_values where (post_id, name, value) in (
         select post_id, name, value from post_values
         where type = :name and name <> all(:filterable::text[]) limit ${MAX_ROWS}
       )`,
      kept as any
    )
  )
  return rowCount > 0 ? 0 : null
}

/** Queues types whose job failed, or that changed as it ended. @returns their number */
export async function queueTypes(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select id from types
     where pending is not null or relists or not filterable <@ filled or rechecks_at <= now()
     order by id limit 1000`
  )
  return (await typeQueue.sendAll(rows, { client: db.connection() })).length
}
