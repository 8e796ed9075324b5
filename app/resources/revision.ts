import { contentOf } from '#resources/definition/content'
import { embed } from '#resources/definition/embedding'
import { attributeOf } from '#resources/definition/columns'
import { defineResource } from '#resources/definition/resource'
import { boolean, integer, json, text, time, type Member } from '#resources/definition/members'
import { schemaOf } from '#resources/definition/schema'
import { post } from '#resources/post'
import { user } from '#resources/user'

export const content = contentOf(post)

export const contentAttributes = Object.keys(content).map(attributeOf)

/** The content in the column `members`. A revision from before a member was added lacks it. */
export const keptContent = (table: string): Record<string, Member> =>
  Object.fromEntries(
    Object.entries(content).map(([name, member]) => [
      name,
      json(schemaOf({ ...member, nullable: true }), {
        sql: `${table}.members -> '${name}'`,
        description: member.description,
        onRequest: name !== 'title',
        exported: true,
        cli: member.cli,
      }),
    ])
  )

const kept = keptContent('post_revisions')

/** A former text of a post. The newest revision is the post itself, or its working copy. */
export const revision = defineResource({
  table: 'post_revisions',
  joins: 'left join authors as users on users.id = post_revisions.editor_id',
  revision: 'updated_at',
  members: {
    post_id: integer({ example: 42, exported: true, cli: { isHidden: true } }),
    number: integer({ example: 3, exported: true, cli: { column: true } }),
    current: boolean({
      description: 'Whether it is the present text.',
      example: false,
      cli: { column: true },
    }),
    of_draft: boolean({
      description: 'Whether a working copy left it, so that the post never said it.',
      example: false,
      exported: true,
      cli: { label: 'Draft', column: true },
    }),
    editor: embed(user.views.Author, { cli: { column: true } }),
    ...kept,
    note: text({
      nullable: true,
      example: 'As printed in May',
      exported: true,
      cli: { column: true },
    }),
    keep: boolean({
      description: 'Whether it stays, however old it is.',
      example: false,
      exported: true,
      cli: { column: true },
    }),
    created_at: time({ exported: true, cli: { label: 'Written', column: 'minute' } }),
    updated_at: time({
      description: 'When `note` or `keep` last changed.',
      cli: { isHidden: true },
    }),
  },
  views: {
    Revision: { for: 'owner' },
    RevisionDetail: { for: 'owner', with: Object.keys(kept) as [] },
  },
})
