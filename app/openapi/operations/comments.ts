import { created, nothing, pageOf, resource, takes, type Area } from '#openapi/operation'
import {
  createCommentValidator,
  deleteCommentValidator,
  updateCommentValidator,
} from '#validators/comments'
import { idValidator, listCommentsValidator, listTrashedCommentsValidator } from '#validators/lists'
import { showCommentValidator } from '#validators/shows'

export const comments: Area = {
  tag: 'Comments',
  description: 'Comments on posts, and replies to them.',
  operations: {
    'posts.comments.index': {
      summary: 'List the comments on a post',
      description:
        'Oldest first unless `sort` says otherwise; `parent_id` gives the replies to one comment.',
      viewer: true,
      path: idValidator,
      query: listCommentsValidator,
      answers: { 200: pageOf('Comment') },
    },
    'trash.comments.index': {
      summary: 'List the comments in my trash',
      description: 'The last deleted ones first. They stay for `TRASH_KEEP`.',
      query: listTrashedCommentsValidator,
      answers: { 200: pageOf('TrashedComment') },
    },
    'comments.store': {
      summary: 'Comment on a post',
      description: 'With `parent_id` it answers another comment on the same post.',
      body: takes(createCommentValidator, { post_id: 42, content: 'Well said.' }),
      problems: ['not_found', 'post_locked', 'comments_closed', 'silenced', 'conflict'],
      answers: { 201: created('Comment', ['ETag']) },
    },
    'comments.show': {
      summary: 'Read a comment',
      description: 'A tombstone has no `content`.',
      viewer: true,
      path: idValidator,
      query: showCommentValidator,
      answers: { 200: resource('Comment') },
    },
    'comments.update': {
      summary: 'Change a comment',
      description: 'For its author. `deleted: false` takes it out of the trash.',
      path: idValidator,
      body: takes(updateCommentValidator, { content: 'Well said, Alice.' }),
      problems: ['forbidden', 'silenced', 'post_locked', 'comments_closed', 'conflict'],
      answers: { 200: resource('Comment') },
    },
    'comments.destroy': {
      summary: 'Delete a comment',
      description:
        'A comment with replies stays as a tombstone while they exist. One without replies goes into its author’s trash, from which `PATCH` with `deleted: false` brings it back. Staff delete for good.',
      path: idValidator,
      query: deleteCommentValidator,
      problems: ['forbidden', 'silenced'],
      answers: { 204: nothing },
    },
  },
}
