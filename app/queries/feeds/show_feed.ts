import cache from '#cache/cache'
import { entityTag } from '#http/entity_tag'
import type { JsonResponse } from '#http/json_response'
import { collectionsTag } from '#queries/collections/posts_of_collection'
import { ATOM, atomFeed } from '#queries/feeds/atom_feed'
import type { Feed } from '#queries/feeds/feed'
import { feedPage, type FeedFilters } from '#queries/feeds/feed_page'
import { JSON_FEED, jsonFeed } from '#queries/feeds/json_feed'
import { RSS, rssFeed } from '#queries/feeds/rss_feed'
import { givenFilters, withIds } from '#queries/filters'
import { listLifetime, listsTag, shows, withdrawnFromLists } from '#queries/posts/cached_posts'
import { tagNamesTag } from '#queries/tags/known_slugs'
import { idNamed } from '#queries/users/user_named'
import { post } from '#resources/post'
import type { Actor } from '#domain/roles'

interface Format {
  path: string
  type: string
  write: (feed: Feed) => string
}

const formats = {
  json: { path: '/feed.json', type: JSON_FEED, write: jsonFeed },
  atom: { path: '/feed.atom', type: ATOM, write: atomFeed },
  rss: { path: '/feed.rss', type: RSS, write: rssFeed },
} satisfies Record<string, Format>

interface Asked extends Omit<FeedFilters, 'author'> {
  author?: string
  cursor?: string
}

type FeedResponse = JsonResponse & { authors: number[] }

/** The same for every viewer. @throws NotFoundException, ValidationException for a bad cursor */
export async function showFeed(
  format: keyof typeof formats,
  { cursor, ...asked }: Asked,
  viewer: Actor | null
): Promise<JsonResponse> {
  const { Post } = post.views
  const filters = (await withIds(Post, asked, (reference) =>
    idNamed(reference, viewer)
  )) as FeedFilters
  const read = () => written(formats[format], filters, cursor)
  if (cursor !== undefined) return read()
  return cache.remember(
    `feed:${format}:${JSON.stringify(givenFilters(Post, filters))}`,
    {
      tags: [listsTag, collectionsTag, tagNamesTag],
      shows,
      ttl: listLifetime,
      isShared: true,
      endOf: ({ endsAt }) => endsAt,
      stale: { unless: [withdrawnFromLists], mark: (response, age) => ({ ...response, age }) },
    },
    read
  )
}

async function written(
  { path, type, write }: Format,
  filters: FeedFilters,
  cursor?: string
): Promise<FeedResponse> {
  const page = await feedPage(path, filters, cursor)
  const body = write(page)
  return {
    body,
    contentType: `${type}; charset=utf-8`,
    etag: entityTag(body),
    next: page.cursor,
    authors: page.authors,
    // Anyone can ask for what has no posts, under ever new names: none of it takes room.
    endsAt: page.entries.length > 0 ? page.endsAt : Date.now(),
  }
}
