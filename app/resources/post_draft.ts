import { embed } from '#resources/definition/embedding'
import { integer, text, time, type Member } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { post } from '#resources/post'
import { keptContent } from '#resources/revision'
import { user } from '#resources/user'
import { reviewStates } from '#domain/review'

/** Skips a copy that an erased user saved last. */
export const joinDraft = `
  left join (post_drafts join authors as editors on editors.id = post_drafts.editor_id)
    on post_drafts.post_id = posts.id`

/** Members that don't depend on the copy. */
const others = [
  'comments',
  'translations',
  'html',
  'revisions_count',
  'my_vote',
  'removed_at',
  'reports_count',
]

const shown: Record<string, Member> = Object.fromEntries(
  Object.entries<Member>(post.members)
    .filter(([name]) => !others.includes(name))
    .map(([name, member]) => [name, { ...member, onRequest: false }])
)

/** The working copy of a post, laid over its row; without one, the post itself. */
export const draft = defineResource({
  table: 'posts',
  joins: `${post.joins} ${joinDraft}`,
  revision: 'saved_at',
  members: {
    ...shown,
    html: post.members.html,
    review: text({
      sql: '(select state from post_reviews where post_id = posts.id)',
      nullable: true,
      among: reviewStates,
      description: 'The state of its review; null: none was requested.',
      example: null,
    }),
    begun_from: integer({
      sql: 'post_drafts.begun_from',
      nullable: true,
      description:
        'The revision of the post that the copy began from. Null: there is no copy, and this is the post.',
      example: 1,
    }),
    editor: embed(user.views.Author, {
      values: {
        id: 'editors.id',
        username: 'editors.username',
        display_name: 'editors.display_name',
      },
      description: 'Who saved the copy last. Null: there is no copy.',
    }),
    saved_at: time({
      sql: 'coalesce(post_drafts.updated_at, posts.updated_at)',
      description: 'When the copy was saved last, or the post was changed.',
    }),
  },
  views: { PostDraft: { for: 'owner', sometimes: ['html'] } },
})

/** The same for the export of a user's data. */
export const savedDraft = defineResource({
  table: 'post_drafts',
  members: {
    post_id: integer({ example: 42, exported: true }),
    ...keptContent('post_drafts'),
    begun_from: integer({ example: 1, exported: true }),
    created_at: time({ exported: true }),
    updated_at: time({ exported: true }),
  },
  views: {},
})
