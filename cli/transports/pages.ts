import type { Transport, TransportRequest } from '#cli/transports/transport'
import type { Page } from '#cli/output/output'

const MAX_PAGE_ROWS = 100

/** Reads a list page by page, up to `wanted` rows. @param query filters, and a cursor to start from */
export async function* pages(
  transport: Transport,
  path: string,
  query: NonNullable<TransportRequest['query']>,
  wanted: number
): AsyncGenerator<Page> {
  let { cursor } = query
  for (let left = wanted; left > 0;) {
    const limit = Math.min(left, MAX_PAGE_ROWS)
    const { body, headers } = await transport.request('GET', path, {
      query: { ...query, limit, cursor },
    })
    const next = nextCursor(headers.link)
    yield { rows: body, next }
    if (!next) return
    cursor = next
    left -= limit
  }
}

function nextCursor(link = ''): string | null {
  const [, address] = /<([^<>]*)>;\s*rel="next"/.exec(link) ?? []
  return address ? new URL(address, 'http://plaza').searchParams.get('cursor') : null
}
