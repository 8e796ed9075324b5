import { pageLinks } from '#queries/feeds/atom_feed'
import type { Entry, Feed } from '#queries/feeds/feed'
import { element, textElement, xmlDocument } from '#domain/xml'

export const RSS = 'application/rss+xml'

const names = {
  'version': '2.0',
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
}

/** RSS 2.0 by the profile of the RSS Advisory Board. */
export const rssFeed = (feed: Feed): string =>
  xmlDocument(
    element(
      'rss',
      element(
        'channel',
        [
          textElement('title', feed.title),
          textElement('link', feed.home),
          textElement('description', feed.description ?? feed.title),
          textElement('language', feed.language),
          textElement('lastBuildDate', feed.updated.toUTCString()),
          ...pageLinks('atom:link', feed, RSS),
          ...feed.entries.map(itemOf),
        ].join('\n')
      ),
      names
    )
  )

const itemOf = (entry: Entry): string =>
  element(
    'item',
    [
      textElement('title', entry.title),
      textElement('link', entry.url),
      textElement('guid', entry.id, { isPermaLink: String(entry.id === entry.url) }),
      textElement('pubDate', entry.published.toUTCString()),
      textElement('description', entry.summary),
      entry.html === null ? '' : textElement('content:encoded', entry.html),
      entry.picture ? pictureOf(entry.picture) : '',
      ...entry.tags.map(({ slug }) => textElement('category', slug)),
      // An author of RSS itself is an e-mail.
      entry.author ? textElement('dc:creator', entry.author.name) : '',
      textElement('dc:language', entry.language),
    ].join('')
  )

/** Media RSS: an `enclosure` of RSS itself would need the bytes. */
const pictureOf = ({ url, width, height, alt }: NonNullable<Entry['picture']>): string =>
  element('media:content', alt === null ? '' : textElement('media:description', alt), {
    url,
    medium: 'image',
    width: String(width),
    height: String(height),
  })
