import { defineResource } from '#resources/definition/resource'
import { boolean, integer, text, time } from '#resources/definition/members'

/** `asking` is the current session. */
export const session = defineResource({
  table: 'sessions',
  members: {
    id: integer({ example: 11, exported: true, cli: { column: true } }),
    current: boolean({
      sql: 'sessions.id = asking.id',
      description: 'Whether this very request belongs to it.',
      example: true,
    }),
    user_agent: text({
      nullable: true,
      example: 'curl/8.14.1',
      exported: true,
      cli: { label: 'Client', column: 'elastic', after: 'last_used_at' },
    }),
    address: text({
      nullable: true,
      example: '192.0.2.7',
      exported: true,
      cli: { column: true },
    }),
    created_at: time({ exported: true }),
    last_used_at: time({ exported: true, cli: { label: 'Last used', column: 'minute' } }),
    expires_at: time({ exported: true }),
  },
  views: { Session: { for: 'owner' } },
})
