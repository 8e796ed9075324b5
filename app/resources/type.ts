import { defineResource } from '#resources/definition/resource'
import { arrayOf, boolean, json, text, time } from '#resources/definition/members'
import { permissionNames } from '#domain/permissions'

const schema = {
  type: ['object', 'null'],
  additionalProperties: true,
  examples: [{ type: 'object', properties: { place: { type: 'string' } }, required: ['place'] }],
}

const checked = {
  type: ['object', 'null'],
  required: ['status', 'posts_count', 'posts'],
  properties: {
    status: { type: 'string', enum: ['running', 'refused', 'done'] },
    posts_count: { type: 'integer', examples: [2] },
    posts: { type: 'array', items: { type: 'integer' }, examples: [[42, 43]] },
  },
}

interface Checked {
  status: 'running' | 'refused' | 'done'
  posts_count: number
  posts: number[]
}

export const type = defineResource({
  table: 'types',
  revision: 'updated_at',
  members: {
    name: text({
      isPlain: true,
      description: 'What posts have as their `type`.',
      example: 'event',
      cli: { label: 'Type', column: true },
    }),
    title: text({ example: 'Event', cli: { column: true } }),
    schema: json<object | null>(schema, {
      nullable: true,
      description: 'A JSON Schema (2020-12) of the member `data`. Null: these posts have no data.',
      cli: { isBlock: true },
    }),
    filterable: arrayOf(text(), {
      sql: 'to_json(types.filterable)',
      description: 'Members of `data` that filter lists: `?type=event&data.place=Berlin`.',
      example: ['place'],
      cli: { column: true },
    }),
    not_ready: arrayOf(text(), {
      sql: `(select coalesce(json_agg(one), '[]') from unnest(types.filterable) as one
        where one <> all(types.filled))`,
      description: 'Filterable members whose values are still being collected.',
      example: [],
      cli: { label: 'Not ready' },
    }),
    commentable: boolean({
      description: 'False: these posts take no comments.',
      example: true,
      cli: { label: 'Comments' },
    }),
    votable: boolean({
      description: 'False: these posts take no votes.',
      example: true,
      cli: { label: 'Votes' },
    }),
    listed: boolean({
      description: 'False: lists show these posts only with `?type=`.',
      example: true,
      cli: { column: true },
    }),
    write: text({
      nullable: true,
      description: `The permission that writing these posts needs; null: none but \`${permissionNames[0]}\`.`,
      example: null,
      cli: { label: 'Written with', column: true },
    }),
    created_at: time({ cli: { label: 'Made', column: 'day' } }),
    updated_at: time({ cli: { label: 'Changed' } }),
    checked: json<Checked | null>(checked, {
      nullable: true,
      description:
        'The posts that break the last change of the schema, the first 100 of them. Only for holders of `types.manage`.',
      readBy: 'staff',
      cli: { isHidden: true },
    }),
  },
  views: {
    Type: { for: 'everybody', sometimes: ['checked'] },
    StaffType: { for: 'staff' },
  },
})
