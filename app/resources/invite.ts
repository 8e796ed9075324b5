import { integer, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { shape, type ShapeOf } from '#resources/definition/shape'
import { SIGN_UP_ROLE } from '#domain/permissions'

export const invite = defineResource({
  table: 'invites',
  members: {
    id: integer({ example: 5, exported: true, cli: { column: true } }),
    email: text({
      nullable: true,
      description: 'The only e-mail that can use it; null: each holder of the link can.',
      example: 'grace@example.org',
      exported: true,
      cli: { label: 'For', column: 'elastic' },
    }),
    role: text({
      nullable: true,
      description: `The role of the new account; null: \`${SIGN_UP_ROLE}\`.`,
      example: 'author',
      exported: true,
      cli: { column: true },
    }),
    uses: integer({
      description: 'Accounts that began with it.',
      example: 0,
      exported: true,
      cli: { label: 'Used', column: true },
    }),
    max_uses: integer({ example: 1, exported: true, cli: { label: 'At most', column: true } }),
    created_at: time({ exported: true, cli: { label: 'Made' } }),
    expires_at: time({ exported: true, cli: { label: 'Ends', column: 'minute' } }),
  },
  views: { Invite: { for: 'owner' } },
})

export const newInviteShape = shape({
  ...invite.members,
  token: text({
    nullable: true,
    description: 'Shown only once. Null: only the mail to `email` has it.',
    example: '5uP1y0u3c9wq8s7d6f5g4h3j2k1l0zxcvbnmQWERTYU',
  }),
  url: text({
    nullable: true,
    description: 'The page where the token is used.',
    example: 'https://plaza.example.org/account/invite#token=5uP1y0u3c9wq8s7d6f5g4h3j2k1l0z…',
  }),
})

export type NewInvite = ShapeOf<typeof newInviteShape>
