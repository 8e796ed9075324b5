import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import TagsChanged from '#events/tags_changed'
import NotFoundException from '#exceptions/not_found_exception'
import ValidationException from '#exceptions/validation_exception'
import AuditEntry from '#models/audit_entry'
import IdempotencyKey from '#models/idempotency_key'
import Tag from '#models/tag'
import { joinTags } from '#actions/tags/join_tags'
import { tagQueue } from '#queue/queues'
import type { Origin } from '#domain/moderation'

interface DeleteTagInput {
  slug: string
  /** The slug of the tag that its posts get. */
  into?: string
  reason?: string
  origin: Origin
  dryRun?: boolean
  unlessStale: (revision: Date) => void
}

/** A job changes the posts. @throws NotFoundException, ValidationException if `into` is no other tag */
export default class DeleteTag {
  async handle({ slug, into, reason, origin, dryRun, unlessStale }: DeleteTagInput) {
    await db.transaction(async (client) => {
      const locked = await Tag.lockedOf(into === undefined ? [slug] : [slug, into], client)
      const tag = locked.find((one) => one.slug === slug && one.leadsTo === null)
      if (!tag) throw new NotFoundException('tag')
      unlessStale(tag.updatedAt.toJSDate())
      const successor = locked.find((one) => one.slug === into && one.leadsTo === null)
      if (into !== undefined && (!successor || successor.id === tag.id)) {
        throw new ValidationException([noOtherTag])
      }
      const { id, name, postsCount } = tag
      if (successor) await joinTags(tag, successor, client)
      else await remove(tag, client)

      await IdempotencyKey.clearAnswers([`tag:${id}`], client)
      const action = successor ? 'tag.join' : 'tag.delete'
      const facts = {
        before: { slug, name, posts_count: postsCount },
        after: successor ? { into: successor.slug } : {},
      }
      const act = { action, targetType: 'tag', targetId: id } as const
      await AuditEntry.record({ ...act, reason, ...facts }, origin, client)
      if (dryRun) await client.rollback()
    })
    if (!dryRun) await TagsChanged.dispatch()
  }
}

/** Frees the slugs that led to the tag. Deletes no row that a writer may share. */
async function remove(tag: Tag, client: TransactionClientContract) {
  await client.from('tags').where('leads_to', tag.id).update({ leads_to: null })
  await tag.merge({ slug: null, formerSlug: tag.slug }).save()
  await tagQueue.send({ id: tag.id }, { client })
}

const noOtherTag = {
  pointer: '/query/into',
  rule: 'exists',
  detail: 'into names no other tag.',
}
