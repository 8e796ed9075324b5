import { embed } from '#resources/definition/embedding'
import { byChoice, byCondition } from '#resources/definition/filters'
import { boolean, integer, json, oneOf, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { ascending } from '#resources/definition/sorts'
import { user } from '#resources/user'
import { listNames } from '#domain/saved_view'

/** Filters, order and columns of a list of staff, under a name. */
export const savedView = defineResource({
  table: 'saved_views',
  // Without the limit, the planner would read through all users instead of a look-up for each view.
  joins: `left join lateral
    (select * from authors where authors.id = saved_views.user_id limit 1) as users on true`,
  revision: 'updated_at',
  members: {
    id: integer({ example: 3, exported: true, cli: { column: true } }),
    name: text({ example: 'To be reviewed', exported: true, cli: { column: true } }),
    list: oneOf(listNames, {
      description: 'The list that it is of: `GET /admin/{list}`.',
      exported: true,
      cli: { column: true },
    }),
    filters: json<Record<string, string>>(
      {
        type: 'object',
        additionalProperties: { type: 'string' },
        examples: [{ review: 'requested', tag: 'city,-lamps' }],
      },
      {
        description: 'Parameters of the list, as in its address. `me` is the one who looks.',
        exported: true,
        cli: { column: 'elastic' },
      }
    ),
    sort: text({
      nullable: true,
      description: 'An order of the list; null: its default.',
      example: 'updated',
      exported: true,
      cli: { label: 'Order' },
    }),
    columns: json<string[] | null>(
      {
        type: ['array', 'null'],
        items: { type: 'string' },
        examples: [['title', 'author', 'updated_at']],
      },
      {
        sql: 'to_json(saved_views.columns)',
        nullable: true,
        description: 'Members of a row, in order; null: the default of the client.',
        exported: true,
      }
    ),
    shared: boolean({
      description:
        'True: all staff who may read the list see it, and holders of `views.manage` may change it. False: only its owner sees it.',
      example: true,
      exported: true,
      cli: { column: true },
    }),
    owner: embed(user.views.Author, {
      description: 'Who saved it; null once the account is erased.',
      cli: { column: true },
    }),
    created_at: time({ exported: true, cli: { label: 'Made' } }),
    updated_at: time({ exported: true, cli: { label: 'Changed' } }),
  },
  filters: {
    list: byChoice(listNames, {
      description: 'of this list',
      where: (list) => `saved_views.list = ${list}`,
    }),
    shared: byCondition(
      { true: 'saved_views.shared', false: 'not saved_views.shared' },
      { description: 'that are shared, or that are not' }
    ),
  },
  sorts: { name: ascending('saved_views.name', 'by name') },
  views: { SavedView: { for: 'staff' } },
})
