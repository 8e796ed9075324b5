import type { JsonResponse } from '#http/json_response'
import { cachedPost } from '#queries/posts/cached_posts'
import { anyPost, findVisiblePost, openPost } from '#queries/posts/find_post'
import { entityTag } from '#http/entity_tag'
import { nullIfMissing } from '#queries/posts/null_if_missing'
import { itemForViewer } from '#queries/overlays'
import { postOverlays } from '#queries/posts/overlays'
import { showTranslations, translationsFor } from '#queries/posts/translations'
import type { Form } from '#resources/definition/form'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'
import type { Actor } from '#domain/roles'

/** With the viewer's vote. Drafts, also among translations, only for author and staff. @throws NotFoundException */
export async function showPost(
  id: number,
  viewer: Actor | null,
  asked: AskedMembers = {}
): Promise<JsonResponse> {
  const form = post.views.PostDetail.form(asked)
  const open = () => (form.isPlain ? cachedPost(id) : openPost(id, form))
  if (!viewer) return open()
  const shared = await open().catch(nullIfMissing)
  const { body: json, etag, group } = shared ?? (await hiddenPost(id, viewer, form))
  const body =
    group && form.names.has('translations')
      ? showTranslations(json, await translationsFor(viewer, { id, group }))
      : json
  const viewing = { viewerId: viewer.id, overlays: postOverlays(form, viewer) }
  const own = await itemForViewer({ id, json: body }, viewing)
  return { body: own, etag: entityTag(own, etag) }
}

async function hiddenPost(id: number, viewer: Actor, form: Form) {
  await findVisiblePost(id, viewer)
  return anyPost(id, form)
}
