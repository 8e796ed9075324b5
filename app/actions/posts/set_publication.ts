import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { publishChange } from '#actions/posts/join_translations'
import ConflictException from '#exceptions/conflict_exception'
import PostTrashedException from '#exceptions/post_trashed_exception'
import NotFoundException from '#exceptions/not_found_exception'
import ValidationException from '#exceptions/validation_exception'
import AuditEntry from '#models/audit_entry'
import Post from '#models/post'
import type { Facts, Origin } from '#domain/moderation'
import type { MissedPolicy } from '#domain/post_status'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

export interface Publication {
  /** Now if absent or past. */
  at?: Date
  /** When it ends; null: not by itself. */
  until?: Date | null
  timeZone?: string | null
  onMissed?: MissedPolicy
}

interface SetPublicationInput {
  id: number
  actor: Actor
  origin: Origin
  /** Null ends the publication, or cancels the schedule. */
  publication: Publication | null
  dryRun?: boolean
  unlessStale: (revision: Date) => void
}

/**
 * Publishes, schedules or unpublishes a post. On a post of another user it is audited.
 * @throws NotFoundException, PostTrashedException, ConflictException, ValidationException
 */
export default class SetPublication {
  async handle(input: SetPublicationInput): Promise<void> {
    const { id, actor, origin, publication, dryRun, unlessStale } = input
    const group = await db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(post.state, actor)) throw new NotFoundException('post')
      unlessStale(post.updatedAt.toJSDate())
      if (post.isTrashed) throw new PostTrashedException()

      const was = factsOf(post)
      if (publication === null) post.unpublish()
      else change(post, publication, await timeOf(client))
      await post.save()
      const { before, after } = difference(was, factsOf(post))
      const { userId, translationGroup } = post
      if (dryRun) await client.rollback()
      if (dryRun || userId === actor.id || Object.keys(after).length === 0) return translationGroup
      const act = { action: actionOf(post), targetType: 'post', targetId: id } as const
      await AuditEntry.record({ ...act, subjectId: userId, before, after }, origin, client)
      return translationGroup
    })
    if (!dryRun) await publishChange(id, group)
  }
}

function change(post: Post, { at, ...terms }: Publication, now: Date) {
  const isAhead = at !== undefined && at > now
  if (isAhead && post.published) throw new ConflictException(alreadyPublished)
  const { until } = terms
  if (until && until <= (isAhead ? at : now)) throw new ValidationException([tooEarly])

  // Only the terms change, when they alone are named.
  const hasTerms = Object.values(terms).some((term) => term !== undefined)
  const isRunning = post.published || post.publishAt !== null
  if (isAhead) post.schedule(DateTime.fromJSDate(at))
  else if (at !== undefined || !hasTerms || !isRunning) post.publish()
  post.setTerms({ ...terms, until: until && DateTime.fromJSDate(until) })
}

const alreadyPublished =
  'The post is published already. Unpublish it before you schedule it for another time.'

const tooEarly = {
  pointer: '/until',
  rule: 'after',
  detail: 'until must lie ahead, and after the time of publication.',
}

/** The database decides what is past, as it does when the time comes. */
async function timeOf(client: TransactionClientContract): Promise<Date> {
  const { rows } = await client.rawQuery('select clock_timestamp() as now')
  return rows[0].now
}

const actionOf = ({ published, publishAt }: Post) =>
  published ? 'post.publish' : publishAt ? 'post.schedule' : 'post.unpublish'

const factsOf = ({ published, publishAt, unpublishAt, timeZone, onMissed }: Post): Facts => ({
  published,
  publish_at: publishAt?.toJSDate().toISOString() ?? null,
  unpublish_at: unpublishAt?.toJSDate().toISOString() ?? null,
  time_zone: timeZone,
  on_missed: onMissed,
})

function difference(was: Facts, is: Facts) {
  const changed = Object.keys(is).filter((name) => was[name] !== is[name])
  const pick = (facts: Facts) => Object.fromEntries(changed.map((name) => [name, facts[name]]))
  return { before: pick(was), after: pick(is) }
}
