import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { cachedPost } from '#queries/posts/cached_posts'
import { anyPost, findVisiblePost, openPost } from '#queries/posts/find_post'
import { entityTag } from '#http/entity_tag'
import { itemForViewer } from '#queries/overlays'
import { postOverlays } from '#queries/posts/overlays'
import type { Form } from '#resources/definition/form'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'
import type { Actor } from '#domain/roles'

/** With the viewer's vote; drafts for the author and staff only. @throws NotFoundException */
export async function showPost(
  id: number,
  viewer: Actor | null,
  asked: AskedMembers = {}
): Promise<JsonResponse> {
  const form = post.views.PostDetail.form(asked)
  const open = () => (form.isPlain ? cachedPost(id) : openPost(id, form))
  if (!viewer) return open()
  const shared = await open().catch(unlessMissing)
  const { body, etag } = shared ?? (await hiddenPost(id, viewer, form))
  const viewing = { viewerId: viewer.id, overlays: postOverlays(form) }
  const own = await itemForViewer({ id, json: body }, viewing)
  return { body: own, etag: entityTag(own, etag) }
}

function unlessMissing(error: unknown): null {
  if (error instanceof NotFoundException) return null
  throw error
}

async function hiddenPost(id: number, viewer: Actor, form: Form) {
  await findVisiblePost(id, viewer)
  return anyPost(id, form)
}
