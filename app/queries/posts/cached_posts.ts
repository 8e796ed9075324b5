import cache from '#cache/cache'
import type { JsonResponse } from '#http/json_response'
import { isUnfiltered } from '#queries/filters'
import { openPost, type FoundResponse } from '#queries/posts/find_post'
import { idOfSlug } from '#queries/posts/find_slug'
import { listPosts, type ListedPage } from '#queries/posts/list_posts'
import { pageForAll } from '#queries/overlays'
import type { ListPostsOptions } from '#queries/posts/list_options'
import type { Form } from '#resources/definition/form'
import { post } from '#resources/post'

/** Milliseconds that a list may lag in its counts. */
export const listLifetime = 2000
const postLifetime = 60_000

export const postTag = (id: number) => `post:${id}`

export const listsTag = 'posts'

/** Invalidated when content changes or is withdrawn: then even a stale value may not be shown. */
export const withdrawnFromPost = (id: number) => `post:${id}:withdrawn`
export const withdrawnFromLists = 'posts:withdrawn'

/** Invalidated when any post is changed. */
export const slugsTag = 'slugs'

/** Invalidated with {@link authors} when an author is renamed or erased. */
export const authorTag = (id: number) => `author:${id}`

export const authors = 'authors'

/** Whom a page shows. */
export const shows = {
  group: authors,
  tags: (shown: { authors: number[] }) => shown.authors.map(authorTag),
}

export type PostPage = ListedPage & JsonResponse & { next: string | null }

/** A visible post from the response cache, which has no others. @throws NotFoundException */
export function cachedPost(id: number): Promise<FoundResponse> {
  return cache.remember(
    `shown:post:${id}`,
    {
      tags: [postTag(id)],
      shows,
      ttl: postLifetime,
      isShared: true,
      endOf,
      stale: { unless: [withdrawnFromPost(id)], mark: agedPost },
    },
    () => openPost(id)
  )
}

/** Also of a hidden post. @throws NotFoundException */
export async function cachedIdOfSlug(slug: string, type: string): Promise<number> {
  const { id } = await cache.remember(
    `slug:${type}:${slug}`,
    {
      tags: [],
      shows: { group: slugsTag, tags: (found: { id: number }) => [postTag(found.id)] },
      ttl: postLifetime,
      stale: { unless: [slugsTag], mark: (found) => found },
    },
    async () => ({ id: await idOfSlug(slug, type) })
  )
  return id
}

/** The first page of all posts from the response cache. @param form without lists, which may not be stale */
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
      endOf,
      stale: { unless: [withdrawnFromLists], mark: agedPage },
    },
    async () => {
      const page = await listPosts({ limit, sort }, { form, hasPins: true })
      return { ...page, ...pageForAll(page), next: page.next }
    }
  )
}

const endOf = ({ endsAt }: JsonResponse) => endsAt

const agedPost = (response: FoundResponse, age: number) => ({ ...response, age })

const agedPage = (page: PostPage, age: number) => ({ ...page, age })

export const isFirstPage = (options: ListPostsOptions): boolean =>
  options.cursor === undefined && !options.skip && isUnfiltered(post.views.Post, options)
