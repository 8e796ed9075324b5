import db from '@adonisjs/lucid/services/db'
import PostUpdated from '#events/post_updated'
import NotFoundException from '#exceptions/not_found_exception'
import Post from '#models/post'
import { attributesOf } from '#resources/definition/columns'
import type { UpdateFields } from '#resources/definition/resource'
import type { post } from '#resources/post'
import AuditEntry from '#models/audit_entry'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

interface UpdatePostInput {
  id: number
  /** For its author a post removed meanwhile does not exist. */
  actor: Actor
  origin: Origin
  changes: UpdateFields<typeof post>
  /** Throws if the client has seen another revision. */
  unlessStale: (revision: Date) => void
}

/** Changes the given fields. An edit of another user's post is audited. @throws NotFoundException */
export default class UpdatePost {
  async handle({ id, actor, origin, changes, unlessStale }: UpdatePostInput): Promise<void> {
    await db.transaction(async (client) => {
      const locked = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(locked.state, actor)) throw new NotFoundException('post')
      unlessStale(locked.updatedAt.toJSDate())
      const was = locked.published
      await locked.edit(attributesOf(changes))
      if (locked.userId === actor.id) return
      const act = { action: 'post.edit', targetType: 'post', targetId: id } as const
      const isTurned = locked.published !== was
      const before = isTurned ? { published: was } : {}
      const after = { edited: Object.keys(changes), ...(isTurned && { published: !was }) }
      await AuditEntry.record({ ...act, subjectId: locked.userId, before, after }, origin, client)
    })
    await PostUpdated.dispatch(id)
  }
}
