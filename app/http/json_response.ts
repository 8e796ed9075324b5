import { entityTag } from '#http/entity_tag'

/** An answer as finished bytes, with its entity tag and the cursor of the page that follows. */
export interface JsonResponse {
  body: string
  etag: string
  next?: string | null
  /** How many there are in all, where that was asked. */
  total?: number
  /** Seconds since it was read, where it may be old: the database is away. */
  age?: number
}

/**
 * The document of one resource.
 *
 * @param revision when it was last edited; absent for what nobody edits
 */
export function jsonResponseOf(resource: object, revision?: Date): JsonResponse {
  const body = JSON.stringify(resource)
  return { body, etag: entityTag(body, revision) }
}

/** The document of a list whose items are already JSON texts. */
export function listResponse(items: string[], next: string | null) {
  // Joined at once, as whatever is added to a long text copies it.
  const parts = items.map((item, index) => (index === 0 ? '[' : ',') + item)
  parts.push(items.length === 0 ? '[]' : ']')
  const body = parts.join('')
  return { body, etag: entityTag(body), next }
}
