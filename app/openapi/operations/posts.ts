import { changesOf, created, nothing, pageOf, plain, resource, takes } from '#openapi/operation'
import type { Area, Operation } from '#openapi/operation'
import type { HeaderName } from '#openapi/headers'
import {
  idValidator,
  listChangesValidator,
  listPostsValidator,
  listTrashValidator,
  listVotesValidator,
  slugInUrlValidator,
} from '#validators/lists'
import {
  castVoteValidator,
  createPostValidator,
  deletePostValidator,
  updatePostValidator,
} from '#validators/posts'
import { deletePublicationValidator, publicationValidator } from '#validators/publications'
import { showPostValidator, showPostWithSlugValidator } from '#validators/shows'

const whenStale: HeaderName[] = ['Age', 'Cache-Status']

const update: Operation = {
  summary: 'Change a post',
  description:
    'Changes the fields that it names; `PUT` and `PATCH` are the same. `deleted: false` takes it out of the trash.',
  path: idValidator,
  body: takes(updatePostValidator, { title: 'On owning your own plaza' }),
  problems: ['forbidden', 'silenced', 'slug_taken', 'conflict'],
  answers: { 200: resource('PostDetail') },
}

export const posts: Area = {
  tag: 'Posts',
  description: 'Posts, and the votes on them.',
  operations: {
    'posts.index': {
      summary: 'List posts',
      description: 'New ones first, or the most relevant where there is a `search`.',
      viewer: true,
      query: listPostsValidator,
      problems: ['not_found', 'not_ready', 'unauthenticated'],
      answers: { 200: pageOf('Post', whenStale) },
    },
    'posts.store': {
      summary: 'Write a post',
      description:
        'With `published: false` it is a draft, which only its author and staff see. A user with `posts.draft` and without `posts.publish` can create only drafts.',
      body: takes(createPostValidator, {
        title: 'On owning your own square',
        content: 'A plaza belongs to those who meet on it.',
      }),
      problems: ['forbidden', 'silenced', 'slug_taken', 'conflict'],
      answers: { 201: created('PostDetail', ['ETag']) },
    },
    'posts.show': {
      summary: 'Read a post',
      description: 'With its first 20 comments.',
      viewer: true,
      path: idValidator,
      query: showPostValidator,
      answers: { 200: resource('PostDetail', whenStale) },
    },
    'posts.changes.index': {
      summary: 'Read what changed',
      description:
        'Posts that were published, changed or withdrawn since `after`, each once with its last change, oldest change first. A withdrawn post is listed for 90 days, with only its id; an older cursor is 410. Votes, comments and new names of authors are no changes. `Link` has `rel="next"` while there is more, and then `rel="monitor"`: ask there later.',
      viewer: true,
      query: listChangesValidator,
      parameters: {
        after: 'The cursor of an earlier answer, from its `Link`. Without it: all posts.',
      },
      problems: ['gone', 'unauthenticated'],
      answers: { 200: changesOf('Post', 'WithdrawnPost') },
    },
    'posts.slugs.show': {
      summary: 'Read a post by its slug',
      description:
        'As by its id. An old slug of a post leads to the present one (308). The slug of a purged post is 410 until another post has it.',
      viewer: true,
      path: slugInUrlValidator,
      query: showPostWithSlugValidator,
      problems: ['moved', 'gone'],
      answers: { 200: resource('PostDetail', whenStale) },
    },
    'posts.replace': update,
    'posts.update': update,
    'posts.destroy': {
      summary: 'Delete a post',
      description:
        'Puts it into its author’s trash, from which `PATCH` with `deleted: false` brings it back. By staff it is the action `post.remove`.',
      path: idValidator,
      query: deletePostValidator,
      parameters: { reason: 'Why staff delete it; kept in the audit log.' },
      problems: ['forbidden', 'silenced', 'conflict'],
      answers: { 204: nothing },
    },
    'posts.publications.update': {
      summary: 'Publish or schedule a post',
      description:
        'Publishes the post now, or at `at`, with its working copy at that time; `until` ends the publication. With only `until`, `time_zone` or `on_missed`, only these change. `on_missed: hold` holds the post if it could not be published in time. A copy that is older than the post is 409 `copy_outdated`, unless `force` is true.',
      path: idValidator,
      body: takes(publicationValidator, {
        at: '2036-12-24T18:00:00+01:00',
        time_zone: 'Europe/Berlin',
      }),
      problems: ['forbidden', 'silenced', 'slug_taken', 'copy_outdated', 'conflict'],
      answers: { 200: resource('PostDetail') },
    },
    'posts.publications.destroy': {
      summary: 'Unpublish a post',
      description: 'Or cancels its schedule; of a published post, that of its working copy.',
      path: idValidator,
      query: deletePublicationValidator,
      problems: ['forbidden', 'silenced', 'conflict'],
      answers: { 204: nothing },
    },
    'trash.index': {
      summary: 'List my trash',
      description:
        'Deleted posts, the last deleted ones first. They stay for `TRASH_KEEP`. Comments have their own list.',
      query: listTrashValidator,
      answers: { 200: pageOf('TrashedPost') },
    },
    'trash.destroy': {
      summary: 'Empty my trash',
      description:
        'Ends all of its posts and comments for good. A large trash is emptied in the background (202).',
      answers: { 202: { description: 'The rest follows', headers: [] }, 204: nothing },
    },
    'votes.store': {
      summary: 'Vote on a post',
      description: 'Up (1), down (-1), or take the vote back (0).',
      body: takes(castVoteValidator, { post_id: 42, vote_dir: 1 }),
      problems: ['not_found', 'post_locked', 'votes_closed', 'silenced', 'conflict'],
      answers: { 200: plain('Vote') },
    },
    'votes.index': {
      summary: 'List my votes',
      description:
        'With their posts, newest first: a turned vote keeps its place. Votes on posts that I may no longer see are left out.',
      query: listVotesValidator,
      answers: { 200: pageOf('OwnVote') },
    },
  },
}
