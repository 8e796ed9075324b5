import { integer, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'

export const reason = defineResource({
  table: 'reasons',
  revision: 'updated_at',
  members: {
    id: integer({ example: 3, cli: { column: true } }),
    title: text({
      description: 'What staff choose it by.',
      example: 'Advertising',
      cli: { column: true },
    }),
    text: text({
      description: 'The reason of an action: the user concerned reads it.',
      example: 'Posts may not advertise what you sell.',
      cli: { column: 'elastic' },
    }),
    created_at: time({ cli: { label: 'Made', column: 'day' } }),
    updated_at: time({ cli: { label: 'Changed' } }),
  },
  views: { Reason: { for: 'staff' } },
})
