import type { JsonResponse } from '#http/json_response'
import { cachedFirstPage, isFirstPage } from '#queries/posts/cached_posts'
import { listPosts } from '#queries/posts/list_posts'
import { pageForAll, pageForViewer } from '#queries/overlays'
import { postOverlays } from '#queries/posts/overlays'
import { usualLimit, type ListPostsOptions } from '#queries/posts/page_statement'
import { idNamed } from '#queries/users/user_named'
import { isStaff, type Actor } from '#domain/roles'

interface AskedPosts extends Omit<ListPostsOptions, 'author'> {
  /** An id, `@username` or `me`. */
  author?: string
}

/**
 * A page of posts as the viewer sees it: with one's own votes and, among the posts of one author,
 * with the drafts for that author and for staff.
 *
 * @throws ValidationException when the cursor is not one of this list, NotFoundException when no user has
 *   the name of the author
 */
export async function showPosts(
  { author, ...rest }: AskedPosts,
  viewer: Actor | null
): Promise<JsonResponse> {
  const options: ListPostsOptions = rest
  if (author !== undefined) options.author = await idNamed(author, viewer)
  const withDrafts = viewer !== null && ownsList(viewer, options)
  if (!viewer) {
    return isFirstPage(options) ? cachedFirstPage(options) : pageForAll(await listPosts(options))
  }
  const page = isFirstPage(options)
    ? await cachedFirstPage(options)
    : await listPosts(options, withDrafts)
  return pageForViewer(page, {
    viewerId: viewer.id,
    overlays: postOverlays,
    more: (cursor) => listPosts({ ...options, cursor, skip: undefined }, withDrafts),
    limit: options.limit ?? usualLimit,
  })
}

const ownsList = (viewer: Actor, { author }: ListPostsOptions) =>
  author !== undefined && (author === viewer.id || isStaff(viewer))
