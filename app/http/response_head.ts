import type { JsonResponse } from '#http/json_response'
import { publicPath } from '#domain/public_path'

/** What was asked for: links to other pages repeat that. */
export interface Asked {
  path: string
  /** What was asked of a list, once it was checked, and nothing else that stood in the query. */
  filters?: Record<string, any>
}

/** What the head of an answer says of its response: names and values of fields in turn. */
export function headOf({ etag, next, total, age }: JsonResponse, asked: Asked): string[] {
  const head = ['ETag', etag, 'Cache-Control', 'no-cache', 'Vary', 'Authorization, Origin']
  if (next !== undefined) head.push('Link', pageLinks(asked, next))
  if (total !== undefined) head.push('X-Total-Count', String(total))
  // RFC 9211: a negative time to live is that of an answer that may be old.
  if (age !== undefined) head.push('Age', String(age), 'Cache-Status', `plaza; hit; ttl=-${age}`)
  return head
}

/** `Link` (RFC 8288) to the page that follows, with the same filters, and to the first one. */
function pageLinks(asked: Asked, next: string | null) {
  const { first, following } = linksOf(asked)
  const link = `${following}${encodeURIComponent(String(next))}>; rel="next"`
  return next === null ? first : `${link}, ${first}`
}

/** What the links of all pages of a list begin with: made once, for a list that is asked for often. */
interface Links {
  first: string
  /** Up to the cursor. */
  following: string
}

const known = new WeakMap<Asked, Links>()

function linksOf(asked: Asked): Links {
  const links = known.get(asked) ?? makeLinks(asked)
  known.set(asked, links)
  return links
}

function makeLinks({ path: url, filters: asked = {} }: Asked): Links {
  const path = publicPath(url)
  const { cursor, skip, ...filters } = asked
  const texts = Object.entries(filters).map(([name, value]): [string, string] => [
    name,
    inUrl(value),
  ])
  const search = new URLSearchParams(texts).toString()
  return {
    first: `<${path}${search && `?${search}`}>; rel="first"`,
    following: `<${path}?${search && `${search}&`}cursor=`,
  }
}

const inUrl = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value))
