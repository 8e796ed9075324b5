import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { cachedPost } from '#queries/posts/cached_posts'
import { anyPost, findVisiblePost } from '#queries/posts/find_post'
import { entityTag } from '#http/entity_tag'
import { itemForViewer } from '#queries/overlays'
import { postOverlays } from '#queries/posts/overlays'
import type { Actor } from '#domain/roles'

/**
 * A post as the viewer sees it: with one's own vote, and a draft for its author and staff alone.
 *
 * @throws NotFoundException
 */
export async function showPost(id: number, viewer: Actor | null): Promise<JsonResponse> {
  if (!viewer) return cachedPost(id)
  const shared = await cachedPost(id).catch(unlessMissing)
  const { body, etag } = shared ?? (await hiddenPost(id, viewer))
  const viewing = { viewerId: viewer.id, overlays: postOverlays }
  const own = await itemForViewer({ id, json: body }, viewing)
  return { body: own, etag: entityTag(own, etag) }
}

function unlessMissing(error: unknown): null {
  if (error instanceof NotFoundException) return null
  throw error
}

/** A post that is not open to everybody. */
async function hiddenPost(id: number, viewer: Actor) {
  await findVisiblePost(id, viewer)
  return anyPost(id)
}
