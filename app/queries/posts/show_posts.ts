import type { Document } from '#queries/document'
import { cachedFirstPage, isFirstPage } from '#queries/posts/cached_posts'
import { listPosts } from '#queries/posts/list_posts'
import { pageWithMyVotes } from '#queries/posts/my_votes'
import type { ListPostsOptions } from '#queries/posts/page_statement'
import { isStaff, type Actor } from '#support/roles'

/**
 * A page of posts as the viewer sees it: with one's own votes and, among the posts of one author,
 * with the drafts for that author and for staff.
 *
 * @throws ValidationException when the cursor is not one of this list
 */
export async function showPosts(
  options: ListPostsOptions,
  viewer: Actor | null
): Promise<Document> {
  const withDrafts = viewer !== null && ownsList(viewer, options)
  const page = isFirstPage(options)
    ? await cachedFirstPage(options)
    : await listPosts(options, withDrafts)
  return viewer ? pageWithMyVotes(page, viewer.id) : page
}

const ownsList = (viewer: Actor, { author }: ListPostsOptions) =>
  author !== undefined && (author === viewer.id || isStaff(viewer))
