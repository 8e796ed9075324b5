import NotFoundException from '#exceptions/not_found_exception'
import { showStaffMedia } from '#queries/media/find_media'
import { showStaffComment } from '#queries/staff/list_comments'
import { showStaffPost } from '#queries/staff/list_posts'
import { showStaffUser } from '#queries/staff/list_users'
import type { JsonResponse } from '#http/json_response'
import type { TargetType } from '#domain/moderation'

export async function findTarget(type: TargetType, id: number): Promise<string> {
  try {
    const { body } = await show[type](id)
    return body
  } catch (error) {
    if (error instanceof NotFoundException) return 'null'
    throw error
  }
}

const show: Record<TargetType, (id: number) => Promise<JsonResponse>> = {
  post: showStaffPost,
  comment: showStaffComment,
  user: (id) => showStaffUser(String(id)),
  media: showStaffMedia,
}
