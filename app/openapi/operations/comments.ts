import { created, nothing, pageOf, resource, takes, type Area } from '#openapi/operation'
import { createCommentValidator, updateCommentValidator } from '#validators/comments'
import { idValidator, listCommentsValidator } from '#validators/lists'
import { showCommentValidator } from '#validators/shows'

export const comments: Area = {
  tag: 'Comments',
  description: 'What is said about a post, and about what was said.',
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
      description: 'For its author.',
      path: idValidator,
      body: takes(updateCommentValidator, { content: 'Well said, Alice.' }),
      problems: ['forbidden', 'silenced'],
      answers: { 200: resource('Comment') },
    },
    'comments.destroy': {
      summary: 'Delete a comment',
      description: 'With replies, a tombstone stays for as long as they do.',
      path: idValidator,
      problems: ['forbidden', 'silenced'],
      answers: { 204: nothing },
    },
  },
}
