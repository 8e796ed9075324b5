import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import User from '#models/user'
import { findVisibleComment } from '#queries/comments/find_comment'
import { findVisibleMedia } from '#queries/media/find_media'
import { findVisiblePost } from '#queries/posts/find_post'
import type { TargetType } from '#domain/moderation'
import type { Actor } from '#domain/roles'

/** @returns the id of the reported user, null if erased @throws NotFoundException unless visible */
export async function subjectOfVisible(
  targetType: TargetType,
  id: number,
  actor: Actor,
  client: QueryClientContract
): Promise<number | null> {
  const subject = await visible[targetType](id, actor, client)
  if (subject === undefined) throw new NotFoundException(targetType)
  return subject
}

type Find = (
  id: number,
  actor: Actor,
  client: QueryClientContract
) => Promise<number | null | undefined>

const visible: Record<TargetType, Find> = {
  async post(id, actor, client) {
    const post = await findVisiblePost(id, actor, client)
    return post.user_id
  },
  async comment(id, actor, client) {
    const comment = await findVisibleComment(id, actor, { client })
    return comment.visible ? comment.user_id : undefined
  },
  async user(id, _, client) {
    const user = await User.find(id, { client })
    return user?.id
  },
  async media(id, actor, client) {
    const { userId, isInSight } = await findVisibleMedia(id, actor, client)
    return isInSight ? userId : undefined
  },
}
