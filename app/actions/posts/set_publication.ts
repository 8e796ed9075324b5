import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { publishChange } from '#actions/posts/join_translations'
import ConflictException from '#exceptions/conflict_exception'
import PostTrashedException from '#exceptions/post_trashed_exception'
import NotFoundException from '#exceptions/not_found_exception'
import ValidationException from '#exceptions/validation_exception'
import CopyOutdatedException from '#exceptions/copy_outdated_exception'
import AuditEntry from '#models/audit_entry'
import Post from '#models/post'
import { presentCoverOf } from '#queries/media/covers'
import { findDraft, givenOf, type Draft } from '#queries/posts/drafts'
import { noteLanguage } from '#queries/posts/languages'
import { slugsOf } from '#queries/tags/slugs_of'
import { attributeOf, attributesOf } from '#resources/definition/columns'
import { checkData, refuseWriting } from '#queries/types/check_data'
import type { PostChanges } from '#resources/post'
import { contentAttributes } from '#resources/revision'
import type { Facts, Origin } from '#domain/moderation'
import type { MissedPolicy } from '#domain/post_status'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

export interface Publication {
  /** Absent or past: now. */
  at?: Date
  /** The end of the publication; null: none. */
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
  /** Whether to publish a working copy over a later change of the post. */
  force?: boolean
  dryRun?: boolean
  /** @throws ValidationException for an unfinished working copy */
  refuseUnfinished: (given: PostChanges) => Promise<unknown>
  unlessStale: (revision: Date) => void
}

/**
 * Publishes (with the working copy), schedules or unpublishes a post. Audited on a post of another user.
 * @throws NotFoundException, PostTrashedException, ConflictException, CopyOutdatedException, ValidationException
 */
export default class SetPublication {
  async handle(input: SetPublicationInput): Promise<void> {
    const { id, actor, origin, publication, dryRun, unlessStale } = input
    const { group, language } = await db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(post.state, actor)) throw new NotFoundException('post')
      unlessStale(post.updatedAt.toJSDate())
      if (post.isTrashed) throw new PostTrashedException()

      const was = factsOf(post)
      const edited = publication
        ? await this.#publish(post, publication, input, client)
        : this.#end(post)
      await post.save()
      const { before, after } = difference(was, factsOf(post))
      if (edited.length > 0) after.edited = edited
      const { userId, translationGroup } = post
      const changed = { group: translationGroup, language: post.language }
      if (dryRun) await client.rollback()
      if (dryRun || userId === actor.id || Object.keys(after).length === 0) return changed
      const act = { action: actionOf(post), targetType: 'post', targetId: id } as const
      await AuditEntry.record({ ...act, subjectId: userId, before, after }, origin, client)
      return changed
    })
    if (dryRun) return
    await noteLanguage(language)
    await publishChange(id, group)
  }

  /** A schedule of a published post is that of its copy. */
  #end(post: Post): string[] {
    if (post.published && post.publishAt) post.cancelSchedule()
    else post.unpublish()
    return []
  }

  /** @returns the members that the copy changed */
  async #publish(
    post: Post,
    publication: Publication,
    { actor, force, refuseUnfinished }: SetPublicationInput,
    client: TransactionClientContract
  ): Promise<string[]> {
    const draft = await findDraft(post.id, client)
    const hasCopy = draft.begunFrom !== null
    await refuseWriting(post.type, actor)
    const { type, data, published: was } = post
    const step = change(post, publication, { now: await timeOf(client), hasCopy })
    if (!hasCopy && step !== 'terms' && !was) await checkData({ type, data, actor, client })
    if (step === 'now') await client.from('post_reviews').where('post_id', post.id).delete()
    if (!hasCopy || step === 'terms') return []
    const isOutdated = draft.begunFrom !== post.revision
    if (isOutdated && !force) throw new CopyOutdatedException()
    const copy = client.from('post_drafts').where('post_id', post.id)
    if (step === 'ahead') {
      if (isOutdated) await copy.update({ begun_from: post.revision })
      return []
    }
    const given = givenOf(draft)
    await refuseUnfinished(given)
    await checkData({ type, data: given.data, actor, client })
    const changes = changesOf(post, draft)
    const tags = await slugsOf(changes.tags ?? [], client)
    const edits = { ...changes, tags, cover_id: await presentCoverOf(changes.cover_id, client) }
    post.merge(attributesOf(edits))
    const edited = Object.keys(edits).filter((name) => attributeOf(name) in post.$dirty)
    await copy.delete()
    await post.edit({}, { editorId: draft.editorId!, contentAttributes })
    return edited
  }
}

/** A generated slug or excerpt follows from the rest, unless it replaces a given one. */
function changesOf(post: Post, draft: Draft): PostChanges {
  const { slug, excerpt, ...given } = givenOf(draft)
  const isRenamed = post.slugGiven || (post.publishedAt && draft.members.slug !== post.slug)
  return {
    ...given,
    ...((slug !== null || isRenamed) && { slug }),
    ...((excerpt !== null || post.excerptGiven) && { excerpt }),
  }
}

interface Moment {
  now: Date
  hasCopy: boolean
}

function change(post: Post, { at, ...terms }: Publication, { now, hasCopy }: Moment) {
  const isAhead = at !== undefined && at > now
  if (isAhead && post.published && !hasCopy) throw new ConflictException(alreadyPublished)
  const { until } = terms
  if (until && until <= (isAhead ? at : now)) throw new ValidationException([tooEarly])

  // Terms alone change without a new publication.
  const hasTerms = Object.values(terms).some((term) => term !== undefined)
  const isRunning = post.published || post.publishAt !== null
  const isNow = !isAhead && (at !== undefined || !hasTerms || !isRunning)
  if (isAhead) post.schedule(DateTime.fromJSDate(at))
  else if (isNow) post.publish()
  post.setTerms({ ...terms, until: until && DateTime.fromJSDate(until) })
  return isAhead ? 'ahead' : isNow ? 'now' : 'terms'
}

const alreadyPublished =
  'The post is published already, and has no working copy to publish at another time.'

const tooEarly = {
  pointer: '/until',
  rule: 'after',
  detail: 'until must lie ahead, and after the time of publication.',
}

/** The clock of the database decides, as it does for a due schedule. */
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
