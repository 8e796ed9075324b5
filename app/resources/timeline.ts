import { integer, object, oneOf, text, time } from '#resources/definition/members'
import { shape, type ShapeOf } from '#resources/definition/shape'
import { auditedTypes } from '#domain/moderation'

export const timelineTypes = [
  'post',
  'comment',
  'report_made',
  'report_received',
  'action',
  'session',
  'note',
] as const
export type TimelineType = (typeof timelineTypes)[number]

/** An action of a user, or of staff on the user. */
export const timelineEntryShape = shape({
  type: oneOf(timelineTypes),
  id: integer({
    description: 'Of the post, comment, report, audit entry, session or note.',
    example: 42,
  }),
  at: time(),
  text: text({
    nullable: true,
    description:
      'The title of a post, the beginning of a comment, the details of a report, the user agent of a session, or a note.',
    example: 'Watches that last, 80 % off',
  }),
  status: text({
    nullable: true,
    description: 'Of a post, a comment (`visible` or `removed`) or a report.',
    example: 'published',
  }),
  action: text({ nullable: true, description: 'What staff did.', example: 'user.warn' }),
  reason: text({ nullable: true, description: 'Of a report or an action.', example: 'spam' }),
  target: object(
    { type: oneOf(auditedTypes), id: integer({ example: 42 }) },
    {
      nullable: true,
      description: 'The post of a comment, or the target of a report or an action.',
    }
  ),
  actor: object(
    {
      id: integer({ example: 2 }),
      username: text({ nullable: true, example: 'moe' }),
    },
    {
      nullable: true,
      description: 'Who acted, wrote the note, or reported the user.',
    }
  ),
  address: text({ nullable: true, description: 'Of a session.', example: '192.0.2.7' }),
})

export type TimelineEntry = ShapeOf<typeof timelineEntryShape>
