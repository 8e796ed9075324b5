import config from '@adonisjs/core/services/config'
import cache from '#cache/cache'
import { run } from '#db/statement'
import NotFoundException from '#exceptions/not_found_exception'
import { entityTag } from '#http/entity_tag'
import type { JsonResponse } from '#http/json_response'
import { linkTo } from '#queries/feeds/feed_page'
import { listLifetime, listsTag, withdrawnFromLists } from '#queries/posts/cached_posts'
import { isListed, maySeePost } from '#domain/visibility'
import { element, textElement, xmlDocument } from '#domain/xml'

const seen = `${maySeePost.forVisitors} and ${isListed}`

/** The index of all parts, or one part. A part has the posts of a range of ids. @throws NotFoundException */
export const showSitemap = (part?: number): Promise<JsonResponse> =>
  cache.remember(
    `sitemap:${part ?? 'index'}`,
    {
      tags: [listsTag],
      ttl: listLifetime,
      stale: { unless: [withdrawnFromLists], mark: (response, age) => ({ ...response, age }) },
    },
    async () => {
      const body = part === undefined ? await indexOfParts() : await partOf(part)
      return { body, contentType: 'application/xml; charset=utf-8', etag: entityTag(body) }
    }
  )

const idsOfPart = (): number => config.get('site.sitemapIds')

/** One look into the index of ids for each part that has posts. */
const partsWithPosts = `
  with recursive parts as (
    (select (id - 1) / $1::bigint as part from posts where ${seen} order by id limit 1)
    union all
    select found.part from parts cross join lateral (
      select (posts.id - 1) / $1 as part from posts
      where posts.id > (parts.part + 1) * $1 and ${seen} order by posts.id limit 1
    ) as found
  )
  select (part + 1)::bigint as part from parts limit 50000`

async function indexOfParts(): Promise<string> {
  const values = [idsOfPart()]
  const parts = await run<{ part: number }>({ name: '', text: partsWithPosts, values })
  const address = `${config.get<string>('site.api')}/sitemap.xml`
  const lines = parts.map(({ part }) => {
    return element('sitemap', textElement('loc', `${address}?part=${part}`))
  })
  return documentOf('sitemapindex', lines)
}

interface FoundPost {
  id: number
  type: string
  slug: string | null
  language: string
  updated_at: Date
}

async function partOf(part: number): Promise<string> {
  const size = idsOfPart()
  const posts = await run<FoundPost>({
    name: '',
    text: `
      select id, type, slug, language, greatest(updated_at, published_at) as updated_at from posts
      where id > $1 and id <= $2 and ${seen} order by id`,
    values: [(part - 1) * size, part * size],
  })
  if (posts.length === 0) throw new NotFoundException('part of the sitemap')
  const lines = posts.map(({ slug, updated_at: at, ...post }) => {
    const address = linkTo('post', { ...post, slug: slug ?? post.id })
    return element('url', textElement('loc', address) + textElement('lastmod', at.toISOString()))
  })
  return documentOf('urlset', lines)
}

const documentOf = (root: string, lines: string[]) =>
  xmlDocument(element(root, `\n${lines.join('\n')}\n`, names))

const names = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }
