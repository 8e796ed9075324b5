import config from '@adonisjs/core/services/config'
import { givenFilters, conditionsOf, narrow } from '#queries/filters'
import { collectionNamed, pageOfCollection } from '#queries/collections/posts_of_collection'
import type { Entry, Feed } from '#queries/feeds/feed'
import { listPosts } from '#queries/posts/list_posts'
import { tagFilter } from '#queries/tags/tag_filter'
import type { ItemPage } from '#queries/overlays'
import type { Picture } from '#resources/media_parts'
import { post } from '#resources/post'
import { fillLink, type SiteLink } from '#domain/site_links'
import { BUILT_IN_TYPE } from '#domain/types/type'
import { isListed } from '#domain/visibility'
import { writable } from '#domain/xml'

/** What a feed can be narrowed by. Users have their ids. */
export interface FeedFilters {
  author?: number
  collection?: string
  language?: string
  tag?: string
  type?: string
}

export interface FeedPage extends Feed {
  cursor: string | null
  authors: number[]
  endsAt?: number
}

const ENTRIES = 20

const { Post } = post.views

const form = Post.form({
  fields:
    'id,type,slug,title,excerpt,language,canonical_url,tags,author,published_at,updated_at,html,cover',
})

/** The members of {@link form}. */
interface Shown {
  id: number
  type: string
  slug: string | null
  title: string
  excerpt: string | null
  language: string
  canonical_url: string | null
  tags: string[]
  author: { id: number; username: string; display_name: string | null } | null
  published_at: string
  updated_at: string
  html: string | null
  cover: Picture | null
}

/**
 * What a visitor sees: newest first, or in the order of a collection.
 * @param path of the feed @throws NotFoundException, ValidationException for a bad cursor
 */
export async function feedPage(
  path: string,
  filters: FeedFilters,
  cursor?: string
): Promise<FeedPage> {
  const { title: ofCollection, page } = await postsFor(filters, cursor)
  const shown = page.items.map(({ json }): Shown => JSON.parse(json))
  const entries = shown.map(entryOf)
  const address = addressOf(path, filters)
  const name: string = config.get('mail.site.name')
  return {
    title: titleOf(name, filters, { ofCollection, author: entries[0]?.author?.name }),
    description: textOf(config.get<string | undefined>('site.description')),
    language: filters.language ?? config.get('search.language'),
    home: homeOf(filters, shown[0]?.author),
    self: address(cursor),
    first: address(),
    next: page.next === null ? null : address(page.next),
    // Without entries it never changed.
    updated: new Date(Math.max(0, ...entries.map(({ updated }) => updated.getTime()))),
    site: writable(name),
    entries,
    cursor: page.next,
    authors: page.items.flatMap(({ author }) => author ?? []),
    endsAt: page.endsAt,
  }
}

interface Posts {
  title?: string
  page: ItemPage & { endsAt?: number }
}

async function postsFor(filters: FeedFilters, cursor?: string): Promise<Posts> {
  const asked = { limit: ENTRIES, cursor }
  if (filters.collection === undefined) {
    return { page: await listPosts({ ...filters, ...asked }, { form }) }
  }
  const { collection, tag, ...others } = filters
  const { id, title } = await collectionNamed(collection)
  const tags = tag === undefined ? undefined : await tagFilter(tag, false)
  if (tags === null) return { title, page: { items: [], next: null, list: '' } }
  const slugs = (some: { slug: string }[] = []) => some.map(({ slug }) => slug)
  const page = await pageOfCollection(
    {
      id,
      form,
      narrow(query) {
        narrow(query, conditionsOf(Post, others))
        if ((others.type ?? BUILT_IN_TYPE) === BUILT_IN_TYPE) query.whereRaw(isListed)
        if (!tags) return
        const both: any[] = [slugs(tags.wanted), slugs(tags.unwanted)]
        query.whereRaw('posts.tags @> ?::text[] and not posts.tags && ?::text[]', both)
      },
    },
    asked
  )
  return { title, page }
}

function entryOf({ id, type, slug, author, ...shown }: Shown): Entry {
  const [published, updated] = [shown.published_at, shown.updated_at].map((at) => new Date(at))
  return {
    id: `${api()}/posts/${id}`,
    url: linkTo('post', { id, type, slug: slug ?? id, language: shown.language }),
    external: textOf(shown.canonical_url) ?? undefined,
    title: writable(shown.title),
    summary: writable(shown.excerpt ?? ''),
    html: textOf(shown.html),
    language: shown.language,
    picture: shown.cover && { ...shown.cover, alt: textOf(shown.cover.alt) },
    tags: shown.tags.map((tag) => ({ slug: tag, url: linkTo('tag', { slug: tag }) })),
    author: author && {
      name: writable(author.display_name ?? author.username),
      url: linkTo('author', author),
    },
    published,
    updated: updated > published ? updated : published,
  }
}

const textOf = (text: string | null = null) => text && writable(text)

const api = (): string => config.get('site.api')

export const linkTo = (kind: SiteLink, values: object): string =>
  fillLink(config.get(`site.links.${kind}`), values as Record<string, string | number>)

/** The address of a feed, absolute: readers keep it. */
function addressOf(path: string, filters: FeedFilters) {
  const search = new URLSearchParams(
    givenFilters(Post, filters).map(([name, value]): [string, string] => [name, String(value)])
  )
  return (cursor?: string) => {
    const all = new URLSearchParams(search)
    if (cursor !== undefined) all.set('cursor', cursor)
    return `${api()}${path}${all.size > 0 ? `?${all}` : ''}`
  }
}

interface Names {
  ofCollection?: string
  author?: string
}

/** The name of the site, with what the feed is narrowed by. */
function titleOf(
  site: string,
  { author, language, tag, type }: FeedFilters,
  { ofCollection, author: name }: Names
): string {
  const parts = [
    ofCollection,
    author !== undefined && (name ?? `#${author}`),
    tag && `#${tag.replaceAll(',', ' #')}`,
    type,
    language,
  ].filter(Boolean)
  return writable(parts.length > 0 ? `${site}: ${parts.join(', ')}` : site)
}

/** The page of the one tag or author that a feed is about, or else the site. */
function homeOf({ tag, ...filters }: FeedFilters, author?: Shown['author']): string {
  const isBy = Object.entries(filters).every(([name, value]) => name === 'author' || !value)
  if (isBy && tag && filters.author === undefined && !/^-|,/.test(tag)) {
    return linkTo('tag', { slug: tag })
  }
  if (isBy && !tag && author && filters.author !== undefined) return linkTo('author', author)
  return config.get('mail.site.url')
}
