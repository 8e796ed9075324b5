import { appendMember } from '#http/append_member'
import { entityTag } from '#http/entity_tag'
import { htmlOfText } from '#queries/posts/html/html_of_text'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import { responseOf, type TrackedResponse } from '#resources/definition/response'
import { rankOfUser } from '#domain/acting'
import type { ContentFormat } from '#domain/excerpt'

export interface RowWithSource extends Row {
  source: string
  format: ContentFormat
  is_trusted: boolean
}

/** SQL on `posts` and `users`: the further inputs of HTML, if the form has it. */
export const sourceFor = (form: Form): string =>
  form.names.has('html')
    ? `, posts.content as source, posts.content_format as format,
         coalesce(${rankOfUser}, 0) > 0 as is_trusted`
    : ''

/** A text from outside of its post's row, with HTML if the form has it. */
export async function responseWithHtml(form: Form, row: RowWithSource): Promise<TrackedResponse> {
  const shown = responseOf(form, row)
  if (!form.names.has('html')) return shown
  const { source: content, format: contentFormat, is_trusted: isTrusted } = row
  const html = await htmlOfText({ content, contentFormat, isTrusted })
  const body = appendMember(shown.body, 'html', JSON.stringify(html))
  return { ...shown, body, etag: entityTag(body, shown.etag) }
}
