import { integer, json, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { newestFirst } from '#resources/definition/sorts'

/** Of the rows of one kind. Everything that came in is counted out. */
export interface ImportCounts {
  in: number
  created: number
  changed: number
  already_there: number
  refused: number
}

const count = (example: number) => ({ type: 'integer', examples: [example] })

const counts = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['in', 'created', 'changed', 'already_there', 'refused'],
    properties: {
      in: count(120),
      created: count(117),
      changed: count(0),
      already_there: count(1),
      refused: count(2),
    },
  },
  examples: [{ posts: { in: 120, created: 117, changed: 0, already_there: 1, refused: 2 } }],
}

/** A run of `plaza import`, with its receipt. */
export const importRun = defineResource({
  table: 'imports',
  members: {
    id: integer({ example: 3, cli: { column: true } }),
    format: text({
      isPlain: true,
      description: 'The format of the source, as `--from` names it.',
      example: 'wordpress',
      cli: { column: true },
    }),
    source: text({ description: 'What it came from.', example: 'https://old.example' }),
    position: integer({ description: 'Rows of the source that were read.', example: 120 }),
    counts: json<Record<string, ImportCounts>>(counts, {
      description: 'By kind: `in` is the sum of the others.',
      cli: { isHidden: true },
    }),
    started_at: time(),
    updated_at: time({ description: 'When it last wrote rows.' }),
    ended_at: time({
      nullable: true,
      description: 'Null: it runs, or was interrupted and goes on with `--resume`.',
    }),
  },
  sorts: newestFirst('imports'),
  views: { Import: { for: 'staff' } },
})
