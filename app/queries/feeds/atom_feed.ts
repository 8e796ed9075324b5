import type { Entry, Feed } from '#queries/feeds/feed'
import { element, textElement, xmlDocument } from '#domain/xml'

export const ATOM = 'application/atom+xml'

/** Atom 1.0 (RFC 4287), in pages (RFC 5005, section 3). */
export const atomFeed = (feed: Feed): string =>
  xmlDocument(
    element(
      'feed',
      [
        textElement('id', feed.first),
        textElement('title', feed.title),
        feed.description === null ? '' : textElement('subtitle', feed.description),
        textElement('updated', feed.updated.toISOString()),
        // Of entries whose author was erased: each entry needs one.
        element('author', textElement('name', feed.site)),
        element('link', '', { rel: 'alternate', href: feed.home }),
        ...pageLinks('link', feed, ATOM),
        ...feed.entries.map(entryOf),
      ].join('\n'),
      { 'xmlns': 'http://www.w3.org/2005/Atom', 'xml:lang': feed.language }
    )
  )

/** The pages of a feed, in Atom and RSS. */
export const pageLinks = (name: string, { self, first, next }: Feed, type: string): string[] => [
  element(name, '', { rel: 'self', type, href: self }),
  element(name, '', { rel: 'first', type, href: first }),
  ...(next === null ? [] : [element(name, '', { rel: 'next', type, href: next })]),
]

const entryOf = (entry: Entry): string =>
  element(
    'entry',
    [
      textElement('id', entry.id),
      textElement('title', entry.title),
      element('link', '', { rel: 'alternate', href: entry.url }),
      entry.picture ? element('link', '', { rel: 'enclosure', href: entry.picture.url }) : '',
      entry.external ? element('link', '', { rel: 'via', href: entry.external }) : '',
      textElement('published', entry.published.toISOString()),
      textElement('updated', entry.updated.toISOString()),
      entry.author
        ? element(
            'author',
            textElement('name', entry.author.name) + textElement('uri', entry.author.url)
          )
        : '',
      ...entry.tags.map(({ slug }) => element('category', '', { term: slug })),
      textElement('summary', entry.summary),
      entry.html === null ? '' : textElement('content', entry.html, { type: 'html' }),
    ].join(''),
    { 'xml:lang': entry.language }
  )
