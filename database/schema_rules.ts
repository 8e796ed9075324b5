import type { SchemaRules } from '@adonisjs/lucid/types/schema_generator'

/** Columns that PostgreSQL derives are read through queries, never written through a model. */
export default {
  types: {
    bigint: { tsType: 'number', decorator: '@column()', imports: [] },
  },
  columns: {
    id: { tsType: 'number', decorator: '@column({ isPrimary: true })', imports: [] },
  },
  tables: {
    users: {
      columns: {
        role: {
          tsType: 'Role',
          decorator: '@column()',
          imports: [{ source: '#support/roles', typeImports: ['Role'] }],
        },
      },
    },
    posts: { skipColumns: ['search', 'hot', 'visible', 'listed_at', 'votes_count'] },
    comments: { skipColumns: ['visible'] },
  },
} satisfies SchemaRules
