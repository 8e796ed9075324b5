export const introduction = unwrapped(`
Bodies are JSON in UTF-8 with \`snake_case\` names. Ids are positive integers, times are RFC 3339 in
UTC with milliseconds. A resource is the bare object, a list the bare array.

**Names**: a member of a body or a parameter of a query that is not known is 422 with the nearest name
that is; a parameter that begins with \`_\` is ignored. Members of a resource that a client can't set are
ignored too, so that what was read can be sent back.

**Failures** are \`application/problem+json\` (RFC 9457) with a stable \`code\`. An address that is not
here answers 404, a method that an address does not have 405 with \`Allow\`.

**Pages**: follow the \`Link\` header. Its cursor carries the whole sort key, so nothing is skipped or
seen twice while others write.

**Conditions**: a resource has an \`ETag\`. \`If-None-Match\` saves reading it again (304), \`If-Match\`
keeps a \`PUT\`, \`PATCH\` or \`DELETE\` from undoing another write (412).

**Idempotency**: with an \`Idempotency-Key\` a POST that creates happens once, however often it is sent.

**Personal tokens** need the scope \`read\` for every read with one, and for a write the permission that it
needs. Without the scope it is 403 \`insufficient_scope\`, and where no token is enough \`session_needed\`.

**Limits** tell how they stand in \`RateLimit\`, and past them a 429 says when to try again.

Every GET has its HEAD, and every answer its \`X-Request-Id\`.
`)

/** Some Markdown renderers keep line breaks within a paragraph. */
function unwrapped(text: string) {
  return text.trim().replace(/(?<!\n)\n(?!\n)/g, ' ')
}
