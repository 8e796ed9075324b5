import { arrayOf, integer, oneOf, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { shape, type ShapeOf } from '#resources/definition/shape'
import { scopes } from '#domain/scopes'

export const MAX_NAME_CHARACTERS = 100

export const personalToken = defineResource({
  table: 'personal_tokens',
  members: {
    id: integer({ example: 5, exported: true, cli: { column: true } }),
    name: text({
      description: 'Its purpose.',
      example: 'Nightly build',
      exported: true,
      cli: { column: 'elastic' },
    }),
    scopes: arrayOf(oneOf(scopes), {
      sql: 'to_json(personal_tokens.scopes)',
      description:
        'Its limits: `read`, and permissions. A permission counts only while the role of its user has it too.',
      example: ['read', 'posts.publish'],
      exported: true,
      cli: { column: 'elastic' },
    }),
    last_four: text({
      isPlain: true,
      description: 'How the token ends.',
      example: '4fQx',
      exported: true,
      cli: { label: 'Ends with', column: true, after: 'name' },
    }),
    allowed_networks: arrayOf(text(), {
      sql: `coalesce(to_json(personal_tokens.allowed_networks), '[]')`,
      description: 'From where it can be used; empty: from everywhere.',
      example: ['192.0.2.0/24'],
      exported: true,
      cli: { label: 'Only from' },
    }),
    created_at: time({ exported: true, cli: { label: 'Made' } }),
    expires_at: time({ exported: true, cli: { label: 'Ends', column: 'day' } }),
    last_used_at: time({
      nullable: true,
      description: 'To about ten minutes; null if it never was.',
      exported: true,
      cli: { label: 'Last used', column: 'minute' },
    }),
    last_used_address: text({
      nullable: true,
      description: 'From where it was used then.',
      example: '192.0.2.7',
      exported: true,
      cli: { label: 'From' },
    }),
  },
  views: { PersonalToken: { for: 'owner' } },
})

export const newPersonalTokenShape = shape({
  ...personalToken.members,
  token: text({
    description: 'Shown this once.',
    example: 'plz_0Zq3vJ8kTn5wXy2LbR7dHcM4pGfS9aUeQ1iKoN6tVxB0jDmW3uYs',
  }),
})

export type NewPersonalToken = ShapeOf<typeof newPersonalTokenShape>
