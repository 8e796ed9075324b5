import { integer, oneOf, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { newestFirst } from '#resources/definition/sorts'
import { securityEvents } from '#domain/security_event'

export const securityEvent = defineResource({
  table: 'security_events',
  members: {
    id: integer({ example: 5 }),
    event: oneOf(securityEvents, { exported: true }),
    address: text({
      nullable: true,
      description: 'Null if it did not come from the account itself.',
      example: '192.0.2.7',
      exported: true,
    }),
    user_agent: text({ nullable: true, example: 'curl/8.14.1', exported: true }),
    created_at: time({ exported: true }),
  },
  sorts: newestFirst('security_events'),
  views: { SecurityEvent: { for: 'owner' } },
})
