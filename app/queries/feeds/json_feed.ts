import type { Entry, Feed } from '#queries/feeds/feed'

export const JSON_FEED = 'application/feed+json'

/** JSON Feed 1.1. */
export const jsonFeed = (feed: Feed): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.self,
    description: feed.description ?? undefined,
    next_url: feed.next ?? undefined,
    language: feed.language,
    items: feed.entries.map(itemOf),
  })

const itemOf = (entry: Entry) => ({
  id: entry.id,
  url: entry.url,
  external_url: entry.external,
  title: entry.title,
  ...(entry.html === null ? { content_text: entry.summary } : { content_html: entry.html }),
  summary: entry.summary || undefined,
  image: entry.picture?.url,
  date_published: entry.published,
  date_modified: entry.updated,
  authors: entry.author ? [entry.author] : undefined,
  tags: entry.tags.length > 0 ? entry.tags.map(({ slug }) => slug) : undefined,
  language: entry.language,
})
