import { entityTag } from '#http/entity_tag'

/** A finished text with its media type and its entity tag. */
export interface Representation {
  type: string
  body: string
  etag: string
}

export const representation = (type: string, body: string): Representation => ({
  type,
  body,
  etag: entityTag(body),
})
