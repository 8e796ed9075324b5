import { SimpleMessagesProvider } from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'

const named = Object.fromEntries(
  ['user', 'author', 'actor', 'subject', 'assignee', 'target_id'].map((field) => [
    `${field}.regex`,
    '{{ field }} must be an id, @username or me; staff may give an e-mail too.',
  ])
)
const timed = Object.fromEntries(
  [
    ...['since', 'until', 'target_updated_at', 'publish_after', 'publish_before', 'expires_at'],
    ...['published_after', 'published_before', 'updated_after'],
  ].map((field) => [
    `${field}.regex`,
    '{{ field }} must be a time such as 2026-12-31T12:00:00Z, or a day.',
  ])
)
const roleNamed = Object.fromEntries(
  ['role', 'name', 'successor'].map((field) => [
    `${field}.regex`,
    '{{ field }} must be the name of a role: up to 30 of a-z, digits, _ and -.',
  ])
)

export class Messages extends SimpleMessagesProvider {
  override getMessage(
    message: string,
    rule: string,
    field: FieldContext,
    details: Record<string, unknown> = {}
  ) {
    const texts = Object.entries(details).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ])
    return super.getMessage(message, rule, field, Object.fromEntries(texts))
  }
}

/** By rule, or by field and rule. */
export const messages = {
  'required': '{{ field }} is missing.',
  'string': '{{ field }} must be a string.',
  'boolean': '{{ field }} must be true or false.',
  'number': '{{ field }} must be a number.',
  'withoutDecimals': '{{ field }} must be a whole number.',
  'range': '{{ field }} must be from {{ min }} to {{ max }}.',
  'in': '{{ field }} must be one of {{ values }}.',
  'enum': '{{ field }} must be one of {{ choices }}.',
  'notIn': '{{ field }} may not be {{ values }}.',
  'maxLength': '{{ field }} takes up to {{ max }} characters.',
  'email': '{{ field }} must be an e-mail address.',
  'email.regex': '{{ field }} must be an e-mail address in ASCII.',
  'username.regex': '{{ field }} must be 3 to 30 letters, digits or underscores.',
  'code_challenge.regex': '{{ field }} must be 43 characters of base64url: a SHA-256.',
  'code_verifier.regex': '{{ field }} must be 43 to 128 letters, digits, -, ., _ or ~.',
  'os_user.regex': '{{ field }} must be the name of an operating-system user.',
  'type.regex': '{{ field }} takes a-z, digits, _ and -, from a letter on, up to 30 characters.',
  'filterable.*.regex': 'filterable takes names of a-z, digits and _.',
  'action.regex': '{{ field }} must be the name of an action, such as user.suspend.',
  'uuid': '{{ field }} must be a UUID.',
  'unionOfTypes': '{{ field }} must be an id; users are named by @username or e-mail too.',
  'object': 'Send a JSON object.',
  ...named,
  ...timed,
  ...roleNamed,
  'array': '{{ field }} must be a list.',
  'array.minLength': '{{ field }} needs {{ min }} or more items.',
  'array.maxLength': '{{ field }} takes up to {{ max }} items.',
  'record.maxLength': '{{ field }} takes up to {{ max }} names.',
  'distinct': '{{ field }} names something twice.',
  'permissions.*.enum': 'permissions takes names that GET /admin/permissions lists.',
  'scopes.*.enum': 'scopes takes read, and names of permissions such as posts.publish.',
}
