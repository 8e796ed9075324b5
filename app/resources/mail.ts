import { byChoice, createdWithin } from '#resources/definition/filters'
import { integer, oneOf, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { ascending, descending } from '#resources/definition/sorts'
import { jobStates } from '#domain/job'
import { mailKinds } from '#domain/mail'

/** Without recipient: a mail's job looks it up. */
export const mail = defineResource({
  table: 'mails',
  members: {
    id: text({
      isPlain: true,
      format: 'uuid',
      example: '7d5f3c2e-9d0b-4c51-8a9e-3f0a6f1f6c11',
      cli: { column: true },
    }),
    kind: oneOf(mailKinds, {
      description: 'Its kind.',
      example: 'password_reset',
      cli: { label: 'About', column: true },
    }),
    state: oneOf(jobStates, {
      description: '`retry`: it waits for its next try. `failed`: it had its last one.',
      example: 'failed',
      cli: { column: true },
    }),
    failures: integer({ description: 'Tries that failed.', example: 21, cli: { column: true } }),
    failure: text({
      nullable: true,
      description: 'The message of the last failure.',
      example: 'The mail server answered "451 Try again later".',
      cli: { label: 'Last failure', column: 'elastic' },
    }),
    created_at: time({ cli: { label: 'Queued' } }),
    due_at: time({ description: 'Of its next try.', cli: { label: 'Due', column: 'minute' } }),
    ended_at: time({ nullable: true, cli: { label: 'Ended' } }),
  },
  filters: {
    state: byChoice(jobStates, {
      description: 'in this state',
      where: (state) => `mails.state = ${state}`,
    }),
    kind: byChoice(mailKinds, {
      description: 'of this kind',
      where: (kind) => `mails.kind = ${kind}`,
    }),
    ...createdWithin('mails'),
  },
  sorts: {
    new: descending('mails.created_at', 'newest first'),
    old: ascending('mails.created_at', 'oldest first'),
  },
  views: { Mail: { for: 'staff' } },
})
