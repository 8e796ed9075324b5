import db from '@adonisjs/lucid/services/db'
import { keysetPage, type Order, type PageOptions } from '#db/keyset'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { pageForAll, pageForViewer, type ItemPage } from '#queries/overlays'
import { postOverlays } from '#queries/posts/overlays'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

const byHand: Order = { columns: ['collection_posts.place', 'posts.id'], direction: 'asc' }

/**
 * In the order of staff. Managers of collections also see hidden posts that their role reads.
 * @throws NotFoundException, ValidationException for a bad cursor
 */
export async function postsOfCollection(
  slug: string,
  { fields, include, ...options }: PageOptions & AskedMembers,
  viewer: Actor | null
): Promise<JsonResponse> {
  const found = await db.from('collections').where('slug', slug).select('id').first()
  if (!found) throw new NotFoundException('collection')
  const form = post.views.Post.form({ fields, include })
  const manager = viewer?.permissions.has('collections.manage') ? viewer : null

  const pageAfter = async (page: PageOptions): Promise<ItemPage> => {
    const query = db
      .from('collection_posts')
      .join('posts', 'posts.id', 'collection_posts.post_id')
      .joinRaw(post.joins)
      .where('collection_posts.collection_id', found.id)
      .whereRaw(...maySeePost.where(manager))
      .select('posts.id as id', 'users.id as author', db.raw(form.select))
    const list = JSON.stringify(['posts of collection', found.id, manager !== null])
    const { rows, next } = await keysetPage<Row>(query, byHand, page, list)
    const items = rows.map((row) => ({
      id: row.id,
      author: row.author,
      key: [row.key_0, row.id],
      json: form.encode(row),
    }))
    return { items, next, list }
  }

  const page = await pageAfter(options)
  if (!viewer) return pageForAll(page)
  return pageForViewer(page, {
    viewerId: viewer.id,
    overlays: postOverlays(form, viewer),
    more: (cursor) => pageAfter({ limit: options.limit, cursor }),
    limit: options.limit ?? 10,
  })
}
