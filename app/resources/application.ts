import { ascending, descending } from '#resources/definition/sorts'
import { boolean, integer, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'

/** A sign-up that waits for a decision of staff. */
export const application = defineResource({
  table: 'sign_ups',
  members: {
    id: integer({ example: 5, cli: { column: true } }),
    email: text({ example: 'grace@example.org', cli: { label: 'E-mail', column: true } }),
    email_confirmed: boolean({ example: true, cli: { label: 'Confirmed' } }),
    username: text({
      nullable: true,
      isPlain: true,
      description: 'As asked for; null: one is made.',
      example: 'grace',
      cli: { label: 'User', column: true },
    }),
    display_name: text({ nullable: true, example: 'Grace', cli: { label: 'Name' } }),
    language: text({ nullable: true, example: 'en' }),
    application: text({
      description: 'What the applicant wrote.',
      example: 'I garden, and would like to talk about it.',
      cli: { column: 'elastic', isBlock: true },
    }),
    address: text({
      nullable: true,
      description: 'From where it came.',
      example: '192.0.2.7',
      cli: { label: 'From' },
    }),
    applied_at: time({ cli: { label: 'Since', column: 'minute', after: 'id' } }),
  },
  sorts: {
    old: ascending('sign_ups.id', 'oldest first'),
    new: descending('sign_ups.id', 'newest first'),
  },
  views: { Application: { for: 'staff' } },
})
