import db from '@adonisjs/lucid/services/db'
import { entityTag } from '#http/entity_tag'
import type { JsonResponse } from '#http/json_response'
import { showPost } from '#queries/posts/show_post'
import type { Actor } from '#domain/roles'

/** With the schedule of the working copy, which readers of a published post don't see. */
export async function showPublication(id: number, viewer: Actor): Promise<JsonResponse> {
  const response = await showPost(id, viewer)
  const [copy] = await db
    .from('posts')
    .where({ id, published: true })
    .whereNotNull('publish_at')
    .select('publish_at', 'held')
  if (!copy) return response
  const body = JSON.stringify({ ...JSON.parse(response.body), ...copy })
  return { body, etag: entityTag(body, response.etag) }
}
