import { ref, type Schema } from '#openapi/operation'
import { toldReport } from '#resources/report'
import type { EventType } from '#domain/webhook'

const integer = { type: 'integer', examples: [42] }

const only = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  required,
  properties,
})

const goneUser = only({ id: integer })
const goneComment = only({ id: integer, post_id: integer })
const gonePost = {
  id: integer,
  type: { type: 'string', examples: ['post'] },
  revision: { ...integer, description: 'That of the post then.' },
}
const hiddenPost = { ...gonePost, slug: { type: 'string', examples: ['one-evening'] } }

/** Each type of event, and the shape of its `data`. */
const told: Record<EventType, [summary: string, data: Schema]> = {
  'post.published': ['A post is public, also again.', ref('PostDetail')],
  'post.updated': [
    'A public post has changed. `data.revision` and `data.updated_at` tell the order.',
    ref('PostDetail'),
  ],
  'post.unpublished': [
    'A post is not public any more: its author or its schedule took it back, or staff removed it.',
    only(hiddenPost, Object.keys(gonePost)),
  ],
  'post.deleted': ['A post that was public is deleted, or in the trash.', only(gonePost)],
  'comment.created': ['A comment is public, also again.', ref('Comment')],
  'comment.updated': ['The text of a public comment has changed.', ref('Comment')],
  'comment.deleted': [
    'A comment was deleted, or removed. Those on a post that is hidden are not told one by one.',
    goneComment,
  ],
  'user.created': ['An account has begun.', ref('User')],
  'user.erased': ['An account was erased: delete what you keep of it.', goneUser],
  'report.created': [
    'A user has reported something.',
    toldReport.views.ToldReport.schema as Schema,
  ],
  'action.taken': ['Staff acted on a post, a comment, a user or a file.', ref('AuditEntry')],
  'media.ready': ['A user has uploaded a file, and all its copies are made.', ref('StaffMedia')],
  'ping': ['A test.', only({ webhook_id: integer })],
}

const header = (description: string, examples: unknown[]): Schema => ({
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', examples },
})

const parameters = [
  {
    name: 'webhook-id',
    ...header('The same on each try.', ['7d5f3c2e-9d0b-4c51-8a9e-3f0a6f1f6c11']),
  },
  {
    name: 'webhook-timestamp',
    ...header('Seconds since 1970, of this try. Refuse one that is older than five minutes.', [
      '1779456900',
    ]),
  },
  {
    name: 'webhook-signature',
    ...header(
      '`v1,` and the HMAC-SHA-256 of `id.timestamp.body` in Base64, by the bytes behind `whsec_`. During a rotation two of them, with a space between.',
      ['v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=']
    ),
  },
]

/** The messages to the endpoints of `POST /admin/webhooks`. */
export const webhooks = Object.fromEntries(
  Object.entries(told).map(([type, [summary, data]]) => [
    type,
    {
      post: {
        summary,
        operationId: `webhook.${type}`,
        tags: ['Staff'],
        security: [],
        parameters,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: only({
                type: { type: 'string', const: type },
                timestamp: ref('Time'),
                data,
              }),
            },
          },
        },
        responses: {
          '2XX': { description: 'Taken' },
          'default': { description: 'Tried again later; 410 switches the webhook off' },
        },
      },
    },
  ])
)
