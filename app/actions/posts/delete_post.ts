import db from '@adonisjs/lucid/services/db'
import { publishChange } from '#actions/posts/join_translations'
import NotFoundException from '#exceptions/not_found_exception'
import PostDeleted from '#events/post_deleted'
import AuditEntry from '#models/audit_entry'
import IdempotencyKey from '#models/idempotency_key'
import Post from '#models/post'
import { deletions } from '#queue/queues'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

interface DeletePostInput {
  id: number
  /** Its author gets a 404 for a removed post. */
  actor: Actor
  origin: Origin
  reason?: string
  unlessStale: (revision: Date) => void
}

/** Hides a post for good; a job deletes it with comments and votes. Audited if by staff. @throws NotFoundException */
export default class DeletePost {
  async handle({ id, actor, origin, reason, unlessStale }: DeletePostInput): Promise<void> {
    const group = await db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(post.state, actor)) throw new NotFoundException('post')
      unlessStale(post.updatedAt.toJSDate())
      await post.hide()
      await deletions.send({ type: 'post', id }, { client })
      await IdempotencyKey.clearAnswers([`post:${id}`], client)
      if (post.userId === actor.id) return post.translationGroup
      const act = { action: 'post.delete', targetType: 'post', targetId: id } as const
      const after = { deleted: true }
      await AuditEntry.record({ ...act, subjectId: post.userId, reason, after }, origin, client)
      return post.translationGroup
    })
    await PostDeleted.dispatch(id)
    if (group !== null) await publishChange(id, group)
  }
}
