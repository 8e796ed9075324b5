import cache from '#cache/cache'
import type { JsonResponse } from '#http/json_response'
import { openPost } from '#queries/posts/find_post'
import { listPosts, type ListedPage } from '#queries/posts/list_posts'
import { pageForAll } from '#queries/overlays'
import type { ListPostsOptions } from '#queries/posts/page_statement'
import type { Form } from '#resources/definition/form'
import type { TrackedResponse } from '#resources/definition/response'
import { post } from '#resources/post'

/** Milliseconds; a list may lag that long in its counts of votes and comments. */
const listLifetime = 2000
const postLifetime = 60_000

/** What is dropped when the post itself, its votes or its comments change. */
export const postTag = (id: number) => `post:${id}`

/** What is dropped when a post comes, goes or is edited: every list. */
export const listsTag = 'posts'

/**
 * What is dropped as well when what was shown changes or is taken back, and not only more is there to
 * show. What was read before may not be shown any more then, not even as old.
 */
export const withdrawnFromPost = (id: number) => `post:${id}:withdrawn`
export const withdrawnFromLists = 'posts:withdrawn'

/** What is dropped when the name of an author changes or goes, and together with it {@link authors}. */
export const authorTag = (id: number) => `author:${id}`

/** The authors whom a value shows. */
export const authors = 'authors'

const shows = {
  group: authors,
  tags: (shown: { authors: number[] }) => shown.authors.map(authorTag),
}

/** A page as an answer to everybody, beside its items, of which one viewer's page is made. */
export type PostPage = ListedPage & JsonResponse & { next: string | null }

/**
 * The document of a post that everybody may see, from the cache. Of any other nothing is kept, whether there
 * is one or not.
 *
 * @throws NotFoundException
 */
export function cachedPost(id: number): Promise<TrackedResponse> {
  return cache.remember(
    `shown:post:${id}`,
    {
      tags: [postTag(id)],
      shows,
      ttl: postLifetime,
      isShared: true,
      stale: { unless: [withdrawnFromPost(id)], mark: agedPost },
    },
    () => openPost(id)
  )
}

/**
 * A first page of all posts, as everybody sees it, from the cache.
 *
 * @param form without lists: a page may lag in counts, but not in what others took back
 */
export function cachedFirstPage(
  options: Pick<ListPostsOptions, 'limit' | 'sort'>,
  form: Form = post.views.Post.form()
): Promise<PostPage> {
  const { limit = 10, sort = 'new' } = options
  return cache.remember(
    `shown:posts:${sort}:${limit}${form.key && `:${form.key}`}`,
    {
      tags: [listsTag],
      shows,
      ttl: listLifetime,
      isShared: true,
      stale: { unless: [withdrawnFromLists], mark: agedPage },
    },
    async () => {
      const page = await listPosts({ limit, sort }, { form })
      return { ...page, ...pageForAll(page), next: page.next }
    }
  )
}

const agedPost = (response: TrackedResponse, age: number) => ({ ...response, age })

const agedPage = (page: PostPage, age: number) => ({ ...page, age })

/** Whether these options ask for a first page of all posts. */
export function isFirstPage({ cursor, skip, search, author }: ListPostsOptions): boolean {
  return cursor === undefined && !skip && !search && author === undefined
}
