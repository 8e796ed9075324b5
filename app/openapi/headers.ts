const string = (example: string) => ({ type: 'string', examples: [example] })

export const headers = {
  'Age': {
    description: 'Seconds since this was read; see `Cache-Status`.',
    required: false,
    schema: { type: 'integer', minimum: 1, examples: [12] },
  },
  'Cache-Status': {
    description:
      'Sent while the database is away: with a negative `ttl` (RFC 9211), this is the last known answer.',
    required: false,
    schema: string('plaza; hit; ttl=-12'),
  },
  'Content-Disposition': {
    description: 'The name of the file.',
    required: true,
    schema: string('attachment; filename="export-2026-11-22.json"'),
  },
  'Content-Range': {
    description: 'Which bytes of how many (RFC 9110).',
    required: true,
    schema: string('bytes 0-1023/482133'),
  },
  'ETag': {
    description: 'Names this state: send it in `If-None-Match`, or in `If-Match` before a write.',
    required: true,
    schema: string('"mjq1x2k0.vY3k1Qm9n4rT7uZ0aB2cD5eF8gH"'),
  },
  'Idempotency-Replayed': {
    description: '`true` when this is the stored answer to an earlier request with the same key.',
    required: false,
    schema: { type: 'string', enum: ['true'] },
  },
  'Link': {
    description:
      'Other pages (RFC 8288): `rel="next"` unless this is the last, `rel="first"`. Of changes, `rel="monitor"` after the last: ask there later.',
    required: true,
    schema: string('</posts?cursor=eyJt…>; rel="next", </posts>; rel="first"'),
  },
  'Location': {
    description: 'Where it is.',
    required: true,
    schema: string('/posts/42'),
  },
  'RateLimit': {
    description: 'How many requests are left (`r`) for how many seconds (`t`).',
    required: true,
    schema: string('"write";r=119;t=60'),
  },
  'RateLimit-Policy': {
    description: 'How many requests (`q`) in how many seconds (`w`).',
    required: true,
    schema: string('"write";q=120;w=60'),
  },
  'Retry-After': {
    description: 'Try again after so many seconds.',
    required: true,
    schema: { type: 'integer', minimum: 1, examples: [60] },
  },
  'Set-Cookie': {
    description: 'The refresh token of the studio, only for its session.',
    required: true,
    schema: string(
      '__Secure-plaza_studio=11.4.mJ0tqXh2…; Max-Age=43200; Path=/studio/session; HttpOnly; Secure; SameSite=Strict'
    ),
  },
  'Tus-Resumable': {
    description: 'The version of tus.',
    required: true,
    schema: { type: 'string', enum: ['1.0.0'] },
  },
  'Upload-Expires': {
    description: 'When an upload ends of which not all has come.',
    required: false,
    schema: string('Mon, 30 Nov 2026 12:00:00 GMT'),
  },
  'Upload-Length': {
    description: 'Bytes of the whole file.',
    required: true,
    schema: { type: 'integer', minimum: 1, examples: [482133] },
  },
  'Upload-Metadata': {
    description: 'As the client has sent it.',
    required: false,
    schema: string('filename bGFtcC5qcGc='),
  },
  'Upload-Offset': {
    description: 'Where the upload goes on.',
    required: true,
    schema: { type: 'integer', minimum: 0, examples: [262144] },
  },
  'WWW-Authenticate': {
    description: 'The reason of the refusal (RFC 6750).',
    required: true,
    schema: string('Bearer realm="plaza", error="invalid_token"'),
  },
  'X-Total-Count': {
    description: 'How many there are in all; with `count=exact`.',
    required: false,
    schema: { type: 'integer', minimum: 0, examples: [123] },
  },
  'X-Request-Id': {
    description: 'Names this request in our log: the one sent, or a new one.',
    required: true,
    schema: string('019a9f5e-3c1b-7d42-9e0a-5b7c8d9e0f10'),
  },
}

type Name = keyof typeof headers

/** A header; with `?`, some of the responses omit it. */
export type HeaderName = Name | `${Name}?`

export function headersOf(names: HeaderName[]) {
  return Object.fromEntries(
    names.map((written) => {
      const name = written.replace('?', '') as Name
      const always = { $ref: `#/components/headers/${name}` }
      return [name, name === written ? always : { ...headers[name], required: false }]
    })
  )
}
