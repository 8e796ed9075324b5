import { defineResource } from '#resources/definition/resource'
import { integer, text } from '#resources/definition/members'

export const translation = defineResource({
  table: 'translations',
  members: {
    id: integer({ example: 43 }),
    language: text({ isPlain: true, example: 'de' }),
    slug: text({ isPlain: true, nullable: true, example: 'vom-eigenen-platz' }),
  },
  views: { Translation: { for: 'everybody' } },
})
