import type { JsonResponse } from '#http/json_response'
import { publicPath } from '#domain/public_path'

export interface Asked {
  path: string
  /** The validated query parameters, without unknown ones. */
  filters?: Record<string, any>
}

/** The header fields of a JSON response: names and values in turn. */
export function headOf({ etag, next, feed, total, age }: JsonResponse, asked: Asked): string[] {
  const head = ['ETag', etag, 'Cache-Control', 'no-cache', 'Vary', 'Authorization, Origin']
  if (next !== undefined)
    head.push('Link', feed ? feedLink(asked, next!, feed) : pageLinks(asked, next))
  if (total !== undefined) head.push('X-Total-Count', String(total))
  // RFC 9211: a negative time to live marks a stale response.
  if (age !== undefined) head.push('Age', String(age), 'Cache-Status', `plaza; hit; ttl=-${age}`)
  return head
}

/** `Link` (RFC 8288) to the next page and the first one, with the same filters. */
function pageLinks(asked: Asked, next: string | null) {
  const { first, following } = linksOf(asked)
  const link = `${following}${encodeURIComponent(String(next))}>; rel="next"`
  return next === null ? first : `${link}, ${first}`
}

/** `next` while there is more; then `monitor`, to ask again later. */
function feedLink({ path, filters = {} }: Asked, after: string, { hasMore }: { hasMore: boolean }) {
  const search = new URLSearchParams({ ...textsOf(filters), after })
  return `<${publicPath(path)}?${search}>; rel="${hasMore ? 'next' : 'monitor'}"`
}

const textsOf = (filters: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) =>
      isRecord(value)
        ? Object.entries(value).map(([inner, one]) => [`${name}.${inner}`, inUrl(one)])
        : [[name, inUrl(value)]]
    )
  )

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value)

interface Links {
  first: string
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
  const search = new URLSearchParams(textsOf(filters)).toString()
  return {
    first: `<${path}${search && `?${search}`}>; rel="first"`,
    following: `<${path}?${search && `${search}&`}cursor=`,
  }
}

const inUrl = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value))
