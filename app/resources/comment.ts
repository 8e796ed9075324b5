import {
  byCondition,
  byInteger,
  byPart,
  byUser,
  createdWithin,
} from '#resources/definition/filters'
import { newestFirst } from '#resources/definition/sorts'
import { defineResource } from '#resources/definition/resource'
import { embed } from '#resources/definition/embedding'
import { boolean, integer, oneOf, text, time, type Audience } from '#resources/definition/members'
import { removedAt, reportsCount, withoutAuthor } from '#resources/moderated'
import { user } from '#resources/user'
import { isTrashedComment } from '#domain/visibility'

/** Staff can read removed comments, but not deleted ones. */
const isShown = (audience: Audience) =>
  ({
    everybody: 'comments.visible',
    // In the trash.
    owner: 'true',
    staff: 'comments.deleted_at is null',
    export: 'true',
  })[audience]

/** Lists omit a branch that has only tombstones. */
export const isListed = '(comments.visible or comments.replies_count > 0)'

export const comment = defineResource({
  table: 'comments',
  joins: 'left join authors as users on users.id = comments.user_id',
  revision: 'updated_at',
  members: {
    id: integer({ example: 3, exported: true, cli: { column: true } }),
    content: text({
      sql: (audience) => `case when ${isShown(audience)} then comments.content end`,
      nullable: true,
      description: 'Null once deleted.',
      example: 'Well said.',
      exported: true,
      cli: { column: 'elastic', after: 'updated_at', isBlock: true },
    }),
    post_id: integer({
      example: 42,
      exported: true,
      cli: { label: 'Post', column: true, after: 'id' },
    }),
    user_id: integer({
      sql: (audience) => `case when ${isShown(audience)} then users.id end`,
      nullable: true,
      example: 7,
      cli: { isHidden: true },
    }),
    author: embed(user.views.Author, { when: isShown, cli: { column: true } }),
    parent_id: integer({
      nullable: true,
      description: 'The comment that this one answers.',
      example: null,
      exported: true,
      cli: { label: 'Reply to', after: 'post_id' },
    }),
    depth: integer({
      description: 'How many comments stand above it.',
      example: 0,
      cli: { isHidden: true },
    }),
    replies_count: integer({
      description: 'How many direct replies are listed.',
      example: 2,
      cli: { label: 'Replies', after: 'removed_at' },
    }),
    deleted: boolean({
      sql: (audience) =>
        audience === 'owner' ? 'comments.deleted_at is not null' : `not (${isShown(audience)})`,
      description: 'A tombstone, listed only because of its replies.',
      example: false,
      cli: { isHidden: true },
    }),
    created_at: time({ exported: true, cli: { label: 'Written', column: 'day' } }),
    updated_at: time({ exported: true, cli: { label: 'Changed' } }),
    status: oneOf(['visible', 'removed', 'deleted'], {
      sql: `case when comments.deleted_at is not null then 'deleted'
        when comments.removed_at is not null then 'removed' else 'visible' end`,
      readBy: 'staff',
      cli: { column: true, after: 'author' },
    }),
    trashed_at: time({
      sql: `case when ${isTrashedComment} then comments.deleted_at end`,
      nullable: true,
      description: 'When it was put into the trash.',
      readBy: 'owner',
      exported: true,
      cli: { isHidden: true },
    }),
    removed_at: removedAt(),
    reports_count: reportsCount('comment', { after: 'replies_count' }),
  },
  filters: {
    parent_id: byInteger({
      description: 'that answer this comment; 0: that answer the post itself',
      for: ['everybody'],
      min: 0,
      where: (id) => `comments.parent_id = ${id}`,
      values: { 0: { where: 'comments.parent_id is null' } },
    }),
    search: byPart({
      description: 'with this in the content',
      for: ['staff'],
      // Only its author finds a comment in the trash.
      where: (pattern) => `comments.content ~ ${pattern} and comments.deleted_at is null`,
    }),
    author: byUser({
      description: 'by this user',
      for: ['staff'],
      where: (id) => `comments.user_id = ${id} and comments.deleted_at is null`,
      values: { none: withoutAuthor('comments') },
    }),
    post_id: byInteger({
      description: 'on this post',
      for: ['staff'],
      where: (id) => `comments.post_id = ${id}`,
      option: 'post',
    }),
    status: byCondition(
      {
        visible: 'comments.visible',
        removed: 'comments.removed_at is not null',
        deleted: 'comments.deleted_at is not null',
      },
      { description: 'with this status', for: ['staff'] }
    ),
    ...createdWithin('comments'),
  },
  sorts: newestFirst('comments'),
  views: {
    Comment: { for: 'everybody' },
    TrashedComment: { for: 'owner' },
    StaffComment: { for: 'staff' },
  },
})
