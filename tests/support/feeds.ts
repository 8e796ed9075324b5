import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { memoryPages, validateXML } from 'xmllint-wasm'

type SchemaName = 'atom' | 'rss' | 'sitemap'

/** What libxml2 finds wrong with a document, by a schema in RELAX NG. */
export async function faultsOf(xml: string, schema: SchemaName): Promise<string[]> {
  const rules = await readFile(app.makePath(`tests/support/schemas/${schema}.rng`), 'utf8')
  const { errors } = await validateXML({
    xml: { fileName: 'feed.xml', contents: xml },
    schema: { fileName: 'rules.rng', contents: rules },
    extension: 'relaxng',
    maxMemoryPages: 256 * memoryPages.MiB,
  })
  return errors.map(({ message }) => message)
}

interface Entry {
  id: string
  url: string
  title: string
  summary: string
  html: string
  language: string
  author: string
  tags: string[]
  published: number
}

interface ReadFeed {
  title: string
  home: string
  self: string
  next?: string
  entries: Entry[]
}

interface Format {
  path: string
  type: string
  /** What a reader of feeds finds in it. */
  read: (text: string) => ReadFeed
  faults: (text: string) => Promise<string[]>
  /** The address of the cover of the first entry; undefined for none. */
  picture: (text: string) => string | undefined
}

type Links = { rel?: string; href?: string }[]

const linkTo = (links: Links, relation: string) =>
  links.find(({ rel }) => rel === relation)?.href as string

const json: Format = {
  path: '/feed.json',
  type: 'application/feed+json',
  // Each answer is checked by its schema in the OpenAPI document.
  faults: async () => [],
  picture: (text) => JSON.parse(text).items[0].image,
  read(text) {
    const feed: any = parseJsonFeed(JSON.parse(text))
    return {
      title: feed.title,
      home: feed.home_page_url,
      self: feed.feed_url,
      next: feed.next_url,
      entries: (feed.items ?? []).map((item: any) => ({
        id: item.id,
        url: item.url,
        title: item.title,
        summary: item.summary,
        html: item.content_html,
        language: item.language,
        author: item.authors?.[0].name,
        tags: item.tags ?? [],
        published: Date.parse(item.date_published),
      })),
    }
  },
}

const atom: Format = {
  path: '/feed.atom',
  type: 'application/atom+xml',
  faults: (text) => faultsOf(text, 'atom'),
  picture: (text) => linkTo(parseAtomFeed(text).entries![0].links!, 'enclosure'),
  read(text) {
    const feed: any = parseAtomFeed(text)
    return {
      title: feed.title.value,
      home: linkTo(feed.links, 'alternate'),
      self: linkTo(feed.links, 'self'),
      next: linkTo(feed.links, 'next'),
      entries: (feed.entries ?? []).map((entry: any) => ({
        id: entry.id,
        url: linkTo(entry.links, 'alternate'),
        title: entry.title.value,
        summary: entry.summary.value,
        html: entry.content.value,
        language: entry.xml.lang,
        author: entry.authors?.[0].name,
        tags: (entry.categories ?? []).map(({ term }: { term: string }) => term),
        published: Date.parse(entry.published),
      })),
    }
  },
}

const rss: Format = {
  path: '/feed.rss',
  type: 'application/rss+xml',
  faults: (text) => faultsOf(text, 'rss'),
  picture: (text) => parseRssFeed(text).items![0].media?.contents?.[0].url,
  read(text) {
    const feed: any = parseRssFeed(text)
    return {
      title: feed.title,
      home: feed.link,
      self: linkTo(feed.atom.links, 'self'),
      next: linkTo(feed.atom.links, 'next'),
      entries: (feed.items ?? []).map((item: any) => ({
        id: item.guid.value,
        url: item.link,
        title: item.title,
        summary: item.description,
        html: item.content.encoded,
        language: item.dc.languages[0],
        author: item.dc.creators?.[0],
        tags: (item.categories ?? []).map(({ name }: { name: string }) => name),
        published: Date.parse(item.pubDate),
      })),
    }
  },
}

export const formats = [json, atom, rss]

export const idsOf = ({ entries }: ReadFeed): number[] =>
  entries.map(({ id }) => Number(id.slice(id.lastIndexOf('/') + 1)))
