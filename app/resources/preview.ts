import { embed } from '#resources/definition/embedding'
import { integer, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { shape, type ShapeOf } from '#resources/definition/shape'
import { user } from '#resources/user'

const id = integer({ example: 5, exported: true })
const expiresAt = time({ description: 'When the link ends.', exported: true })

/** Lets readers without an account see a post. Only the first answer has its token. */
export const preview = defineResource({
  table: 'post_previews',
  joins: 'join authors as users on users.id = post_previews.creator_id',
  members: {
    id,
    post_id: integer({ example: 42, readBy: 'export', exported: true }),
    revision: integer({
      nullable: true,
      description: 'The revision that it shows. Null: the working copy.',
      example: null,
      exported: true,
    }),
    creator: embed(user.views.Author, { description: 'Who made the link.' }),
    created_at: time({ exported: true }),
    expires_at: expiresAt,
  },
  views: { PostPreview: { for: 'owner' } },
})

export const newPreviewShape = shape({
  id,
  token: text({
    description: 'Shown this once. The link needs it.',
    example: 'q0nXw7kJ2mVb8sTfYc4hLr9eZuPgAi3D',
  }),
  url: text({
    format: 'uri',
    description: 'The link: `PREVIEW_URL` with the token, or the address of this API.',
    example: 'https://site.example/preview?token=q0nXw7kJ2mVb8sTfYc4hLr9eZuPgAi3D',
  }),
  expires_at: expiresAt,
})

export type NewPreview = ShapeOf<typeof newPreviewShape>
