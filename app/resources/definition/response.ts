import { entityTag } from '#http/entity_tag'
import type { JsonResponse } from '#http/json_response'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'

export interface TrackedResponse extends JsonResponse {
  authors: number[]
}

export function responseOf(form: Form, row: Row): TrackedResponse {
  const users = new Set<string>()
  const body = form.encode(row, users)
  return { body, etag: entityTag(body, form.revisionOf(row)), authors: [...users].map(Number) }
}
