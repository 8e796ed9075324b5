import { byCondition, byUser, byWords, createdWithin } from '#resources/definition/filters'
import { ascending, descending } from '#resources/definition/sorts'
import { defineResource } from '#resources/definition/resource'
import { embed, listOf } from '#resources/definition/embedding'
import { boolean, integer, oneOf, text, time, type Audience } from '#resources/definition/members'
import { comment, isListed } from '#resources/comment'
import { maySeePost } from '#domain/visibility'
import { removedAt, reportsCount, withoutAuthor } from '#resources/moderated'
import { user } from '#resources/user'

const COMMENTS_SHOWN = 20

/** Staff see all posts in the order of their ids; others see them by the time of publication. */
const placeOf = (audience: Audience) => (audience === 'staff' ? 'posts.id' : 'posts.listed_at')

export const post = defineResource({
  table: 'posts',
  joins: 'left join authors as users on users.id = posts.user_id',
  revision: 'updated_at',
  members: {
    id: integer({ example: 42, exported: true, cli: { column: true } }),
    title: text({
      isLong: true,
      example: 'On owning your own square',
      exported: true,
      writes: { create: 'required', max: 200 },
      cli: { column: 'elastic' },
    }),
    content: text({
      isLong: true,
      example: 'A plaza belongs to those who meet on it.',
      exported: true,
      writes: { create: 'required', max: 50_000, isMultiline: true },
      cli: { isBlock: true },
    }),
    published: boolean({
      description: 'False: a draft, for its author and staff alone.',
      example: true,
      exported: true,
      writes: { create: 'optional' },
      cli: { isHidden: true },
    }),
    user_id: integer({ sql: 'users.id', nullable: true, example: 7, cli: { isHidden: true } }),
    author: embed(user.views.Author, { cli: { column: true } }),
    votes_count: integer({
      description: 'Upvotes less downvotes.',
      example: 5,
      cli: { label: 'Votes', column: true },
    }),
    upvotes: integer({ example: 7, cli: { isHidden: true } }),
    downvotes: integer({ example: 2, cli: { isHidden: true } }),
    comments_count: integer({ example: 3, cli: { label: 'Comments' } }),
    locked: boolean({
      description: 'True: takes no comments and no votes.',
      example: false,
      cli: { isHidden: true },
    }),
    published_at: time({ nullable: true, exported: true, cli: { isHidden: true } }),
    created_at: time({ exported: true, cli: { label: 'Written', column: 'day' } }),
    updated_at: time({ exported: true, cli: { label: 'Changed' } }),
    comments: listOf(comment.views.Comment, {
      description: `The first ${COMMENTS_SHOWN}, oldest first.`,
      onRequest: true,
      rows: {
        from: comment.from,
        where: `comments.post_id = posts.id and ${isListed}`,
        order: 'comments.id',
        limit: COMMENTS_SHOWN,
      },
      cli: { isHidden: true },
    }),
    my_vote: integer({
      among: [-1, 0, 1],
      description: 'The vote of the one who asks; with a token only.',
      example: 1,
      isAppended: true,
    }),
    status: oneOf(['visible', 'draft', 'removed'], {
      sql: `case when posts.removed_at is not null then 'removed'
        when posts.published then 'visible' else 'draft' end`,
      readBy: 'staff',
      cli: { column: true, after: 'author' },
    }),
    removed_at: removedAt(),
    reports_count: reportsCount('post', { after: 'comments_count' }),
  },
  filters: {
    search: byWords({
      description: 'with these words in the title or the content',
      where: (words) => `posts.search @@ ${words}::tsquery`,
      example: 'square -market',
    }),
    author: byUser({
      description: 'by this user',
      // Lists never name an erased author.
      where: (id) => `posts.user_id = ${id} and exists (select from authors where id = ${id})`,
      values: { none: withoutAuthor('posts') },
    }),
    status: byCondition(
      {
        visible: { where: maySeePost.forVisitors, for: ['staff'] },
        draft: 'not posts.published',
        published: { where: 'posts.published', for: ['everybody'] },
        removed: { where: 'posts.removed_at is not null', for: ['staff'] },
        locked: { where: 'posts.locked', for: ['staff'] },
      },
      { description: 'with this status' }
    ),
    ...createdWithin('posts'),
  },
  sorts: {
    new: descending(placeOf, 'newest first'),
    old: ascending(placeOf, 'oldest first'),
    top: descending('posts.votes_count', 'most votes first', { for: ['everybody'] }),
    hot: descending('posts.hot', 'votes and age together', { for: ['everybody'] }),
    relevance: descending('posts.relevance', 'most relevant first', {
      for: ['everybody'],
      needs: 'search',
    }),
  },
  views: {
    Post: { for: 'everybody', sometimes: ['my_vote'] },
    PostDetail: { for: 'everybody', with: ['comments'], sometimes: ['my_vote'] },
    StaffPost: { for: 'staff' },
  },
})
