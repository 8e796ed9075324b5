import { defineResource } from '#resources/definition/resource'
import { integer, text, time } from '#resources/definition/members'

/** Tags of public posts, or of staff. Only their writers know other tags. */
export const isListedTag = '(tags.posts_count > 0 or tags.is_curated)'

export const tag = defineResource({
  table: 'tags',
  revision: 'updated_at',
  members: {
    slug: text({
      isPlain: true,
      description: 'Its name in addresses.',
      example: 'city-life',
      cli: { label: 'Tag', column: true },
    }),
    name: text({ example: 'City Life', cli: { column: true } }),
    description: text({
      nullable: true,
      example: 'Everything that happens between houses.',
      cli: { column: 'elastic' },
    }),
    posts_count: integer({
      description: 'How many posts everybody sees with it, exact within seconds.',
      example: 42,
      cli: { label: 'Posts', column: true, after: 'name' },
    }),
    updated_at: time({ readBy: 'staff' }),
  },
  views: { Tag: { for: 'everybody' } },
})
