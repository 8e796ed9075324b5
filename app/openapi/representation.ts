import { entityTag } from '#http/entity_tag'

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
