import { defineResource } from '#resources/definition/resource'
import { text, time } from '#resources/definition/members'

export const collection = defineResource({
  table: 'collections',
  revision: 'updated_at',
  members: {
    slug: text({
      isPlain: true,
      description: 'Its name in addresses.',
      example: 'front-page',
      cli: { label: 'Collection', column: true },
    }),
    title: text({ example: 'Front page', cli: { column: true } }),
    description: text({
      nullable: true,
      example: 'What visitors see first.',
      cli: { column: 'elastic' },
    }),
    created_at: time({ cli: { label: 'Made', column: 'day' } }),
    updated_at: time({ cli: { label: 'Changed' } }),
  },
  views: { Collection: { for: 'everybody' } },
})
