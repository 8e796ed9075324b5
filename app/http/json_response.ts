import { entityTag } from '#http/entity_tag'

/** A symbol, so that JSON of a shared response leaves it out. */
const bytes = Symbol('bytes')

/** A JSON response, with its entity tag and the cursor of the next page. */
export interface JsonResponse {
  body: string
  /** The media type, if it is another one than JSON. */
  contentType?: string
  /** The body as it is sent, if it was encoded for the entity tag. */
  [bytes]?: Buffer
  etag: string
  next?: string | null
  /** A feed, whose last page links to later entries. */
  feed?: { hasMore: boolean }
  /** The total number of items, if the client asked for it. */
  total?: number
  /** Seconds since the read, if the response is stale because the database is down. */
  age?: number
  /** The time at which a part of it expires, in milliseconds since 1970. */
  endsAt?: number
}

/** The response for one resource. @param revision the time of its last edit; absent without edits */
export function jsonResponseOf(resource: object, revision?: Date): JsonResponse {
  const body = JSON.stringify(resource)
  return { body, etag: entityTag(body, revision) }
}

export function listResponse(items: string[], next: string | null) {
  // One join: each concatenation to a long text copies it.
  const parts = items.map((item, index) => (index === 0 ? '[' : ',') + item)
  parts.push(items.length === 0 ? '[]' : ']')
  const body = parts.join('')
  const encoded = Buffer.from(body)
  return { body, [bytes]: encoded, etag: entityTag(encoded), next }
}

export const contentTypeOf = ({ contentType }: JsonResponse) =>
  contentType ?? 'application/json; charset=utf-8'

/** The body in UTF-8. Encoding a page takes as long as making it, so it happens once. */
export const bytesOf = (response: JsonResponse): Buffer =>
  response[bytes] ?? Buffer.from(response.body)
