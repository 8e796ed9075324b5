import type { JsonResponse } from '#http/json_response'
import { cachedFirstPage, isFirstPage } from '#queries/posts/cached_posts'
import { listPosts } from '#queries/posts/list_posts'
import { isUnfiltered, withIds } from '#queries/filters'
import { pageForAll, pageForViewer } from '#queries/overlays'
import { postOverlays } from '#queries/posts/overlays'
import { usualLimit, type ListPostsOptions } from '#queries/posts/list_options'
import { idNamed } from '#queries/users/user_named'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'
import type { Actor } from '#domain/roles'
import { readsAnyPost } from '#domain/visibility'

type AskedPosts = ListPostsOptions & AskedMembers

const { Post } = post.views

/** With the viewer's votes, and drafts for the author and staff. @throws ValidationException, NotFoundException */
export async function showPosts(
  { fields, include, ...asked }: AskedPosts,
  viewer: Actor | null
): Promise<JsonResponse> {
  const options = isUnfiltered(Post, asked)
    ? asked
    : await withIds(Post, asked, (reference) => idNamed(reference, viewer))
  const form = Post.form({ fields, include })
  const withDrafts = viewer !== null && ownsList(viewer, options)
  const isCached = isFirstPage(options) && !form.hasLists
  const reading = { withDrafts, form, hasPins: true }
  const first = () => (isCached ? cachedFirstPage(options, form) : listPosts(options, reading))
  if (!viewer) return isCached ? cachedFirstPage(options, form) : pageForAll(await first())
  return pageForViewer(await first(), {
    viewerId: viewer.id,
    overlays: postOverlays(form, viewer),
    more: (cursor) => listPosts({ ...options, cursor, skip: undefined }, reading),
    limit: options.limit ?? usualLimit,
  })
}

/** Staff see drafts of others, but not their trash. */
const ownsList = (viewer: Actor, { author, status }: ListPostsOptions) =>
  author !== undefined && (author === viewer.id || (readsAnyPost(viewer) && status !== 'deleted'))
