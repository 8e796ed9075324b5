import NotFoundException from '#exceptions/not_found_exception'
import { findStaffComment } from '#queries/staff/list_comments'
import { findStaffPost } from '#queries/staff/list_posts'
import { findUser } from '#queries/staff/list_users'
import type { TargetType } from '#domain/moderation'
import StaffCommentTransformer from '#transformers/staff_comment_transformer'
import StaffPostTransformer from '#transformers/staff_post_transformer'
import StaffUserTransformer from '#transformers/staff_user_transformer'

/** What was reported, as staff see it; null once it is gone. */
export async function findTarget(type: TargetType, id: number): Promise<object | null> {
  try {
    return await find[type](id)
  } catch (error) {
    if (error instanceof NotFoundException) return null
    throw error
  }
}

const find: Record<TargetType, (id: number) => Promise<object>> = {
  post: async (id) => new StaffPostTransformer(await findStaffPost(id)).toObject(),
  comment: async (id) => new StaffCommentTransformer(await findStaffComment(id)).toObject(),
  user: async (id) => new StaffUserTransformer(await findUser(String(id))).toObject(),
}
