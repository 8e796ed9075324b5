import { text, type Answer, type Area, type Operation, type Schema } from '#openapi/operation'
import { feedValidator, sitemapValidator } from '#validators/feeds'

const feed = (format: string, answer: Answer): Operation => ({
  summary: `Read posts as ${format}`,
  description:
    'The same for all: published posts, newest first, or those of a `collection` in the order of its editors. Links follow `SITE_POST_URL`, `SITE_AUTHOR_URL` and `SITE_TAG_URL`.',
  viewer: true,
  query: feedValidator,
  problems: ['unauthenticated', 'not_found'],
  answers: { 200: answer },
})

const string: Schema = { type: 'string' }
const url: Schema = { type: 'string', format: 'uri' }
const time: Schema = { type: 'string', format: 'date-time' }

const jsonFeed: Schema = {
  type: 'object',
  description: 'JSON Feed 1.1',
  required: ['version', 'title', 'items'],
  properties: {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: string,
    home_page_url: url,
    feed_url: url,
    description: string,
    next_url: url,
    language: string,
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'url', 'title', 'date_published', 'date_modified', 'language'],
        properties: {
          id: url,
          url,
          external_url: url,
          title: string,
          content_html: string,
          content_text: { ...string, description: 'While the HTML is still being made.' },
          summary: string,
          image: { type: 'string', format: 'uri' },
          date_published: time,
          date_modified: time,
          authors: { type: 'array', items: { type: 'object', properties: { name: string, url } } },
          tags: { type: 'array', items: string },
          language: string,
        },
      },
    },
  },
}

export const feeds: Area = {
  tag: 'Feeds',
  description: 'Public posts for readers of feeds, and for search engines.',
  operations: {
    'feeds.json': feed('JSON Feed', {
      description: 'One page, JSON Feed 1.1: `next_url` names the next',
      headers: ['ETag', 'Link'],
      content: { 'application/feed+json': jsonFeed },
    }),
    'feeds.atom': feed(
      'Atom',
      text(
        'One page, Atom (RFC 4287): the link `next` (RFC 5005) names the next',
        ['application/atom+xml'],
        ['ETag', 'Link']
      )
    ),
    'feeds.rss': feed(
      'RSS',
      text(
        'One page, RSS 2.0: the link `next` (RFC 5005) names the next',
        ['application/rss+xml'],
        ['ETag', 'Link']
      )
    ),
    'sitemaps.show': {
      summary: 'Read the sitemap',
      description:
        'The index, or with `part` the addresses of up to 10,000 posts, by `SITE_POST_URL`.',
      viewer: true,
      query: sitemapValidator,
      parameters: { part: 'A part, as the index names it.' },
      problems: ['not_found'],
      answers: { 200: text('By sitemaps.org', ['application/xml'], ['ETag']) },
    },
    'robots.show': {
      summary: 'What search engines may read',
      description: 'It names the sitemap.',
      viewer: true,
      answers: { 200: text('By RFC 9309', ['text/plain'], ['ETag']) },
    },
  },
}
