import { arrayOf, integer, json, object, oneOf, text } from '#resources/definition/members'
import { shape } from '#resources/definition/shape'

const anyValue = (description: string) => json<unknown>({}, { description })

export const revisionChangesShape = shape({
  since: integer({ nullable: true, description: 'The earlier revision.', example: 2 }),
  number: integer({ description: 'The later revision.', example: 3 }),
  changes: arrayOf(
    object({
      member: text({ example: 'title' }),
      before: anyValue('Its value in the earlier revision.'),
      after: anyValue('Its value in the later one.'),
      parts: arrayOf(
        object({
          kind: oneOf(['same', 'added', 'removed']),
          text: text({ example: 'square' }),
        }),
        { description: 'Of two texts: what stayed, was added and was removed, word by word.' }
      ),
    }),
    { description: 'The members that differ.' }
  ),
})
