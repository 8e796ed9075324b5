import { text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'

/** A change of an e-mail that waits, or can be undone. Only the user's export shows it. */
export const emailChange = defineResource({
  table: 'email_changes',
  members: {
    old_email: text({ example: 'alice@example.org', readBy: 'export' }),
    new_email: text({ example: 'alice@example.com', readBy: 'export' }),
    created_at: time({ readBy: 'export' }),
    confirmed_at: time({ nullable: true, readBy: 'export' }),
    withdrawn_at: time({ nullable: true, readBy: 'export' }),
  },
  views: { EmailChange: { for: 'owner' } },
})
