import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { keysetPage, type Order, type PageOptions } from '#db/keyset'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { pageForAll, pageForViewer, type ItemPage } from '#queries/overlays'
import { withHtml } from '#queries/posts/html/html_of_posts'
import { endOf, endsIn } from '#queries/posts/ends_in'
import { postOverlays } from '#queries/posts/overlays'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

/** Invalidated when a collection is changed, or its posts and their order. */
export const collectionsTag = 'collections'

const byHand: Order = { columns: ['collection_posts.place', 'posts.id'], direction: 'asc' }

/** @throws NotFoundException */
export async function collectionNamed(slug: string): Promise<{ id: number; title: string }> {
  const found = await db.from('collections').where('slug', slug).select('id', 'title').first()
  if (!found) throw new NotFoundException('collection')
  return found
}

interface Read {
  id: number
  form: Form
  /** Who also sees the hidden posts that the role reads. */
  manager?: Actor | null
  narrow?: (query: DatabaseQueryBuilderContract<any>) => void
}

/** A page in the order that staff gave. @throws ValidationException for a bad cursor */
export async function pageOfCollection(
  { id, form, manager = null, narrow }: Read,
  page: PageOptions
): Promise<ItemPage & { endsAt?: number }> {
  const query = db
    .from('collection_posts')
    .join('posts', 'posts.id', 'collection_posts.post_id')
    .joinRaw(post.joins)
    .where('collection_posts.collection_id', id)
    .whereRaw(...maySeePost.where(manager))
    .select('posts.id as id', 'users.id as author', db.raw(endsIn), db.raw(form.select))
  narrow?.(query)
  const list = JSON.stringify(['posts of collection', id, manager !== null])
  const start = Date.now()
  const { rows, next } = await keysetPage<Row>(query, byHand, page, list)
  const encoded = rows.map((row) => ({
    id: row.id,
    author: row.author,
    key: [row.key_0, row.id],
    json: form.encode(row),
  }))
  return { items: await withHtml(form, encoded), next, list, ...endOf(rows, start) }
}

/**
 * In the order of staff. Managers of collections also see hidden posts that their role reads.
 * @throws NotFoundException, ValidationException for a bad cursor
 */
export async function postsOfCollection(
  slug: string,
  { fields, include, ...options }: PageOptions & AskedMembers,
  viewer: Actor | null
): Promise<JsonResponse> {
  const { id } = await collectionNamed(slug)
  const form = post.views.Post.form({ fields, include })
  const manager = viewer?.permissions.has('collections.manage') ? viewer : null
  const pageAfter = (page: PageOptions) => pageOfCollection({ id, form, manager }, page)

  const page = await pageAfter(options)
  if (!viewer) return pageForAll(page)
  return pageForViewer(page, {
    viewerId: viewer.id,
    overlays: postOverlays(form, viewer),
    more: (cursor) => pageAfter({ limit: options.limit, cursor }),
    limit: options.limit ?? 10,
  })
}
