import { created, nothing, resource, takes, type Area, type Operation } from '#openapi/operation'
import { draft } from '#resources/post_draft'
import {
  restoreRevisionValidator,
  saveDraftValidator,
  showDraftValidator,
} from '#validators/drafts'
import { idValidator } from '#validators/lists'

const { PostDraft } = draft.views

const save: Operation = {
  summary: 'Save the working copy',
  description:
    'Changes the members that it names; `PUT` and `PATCH` are the same. The first save begins the copy. Title and content may be empty until it is published. A stale `If-Match` is 412, and names the present `editor` and `saved_at`. A copy leaves a revision at a change of editor, and every 10 minutes.',
  path: idValidator,
  body: takes(saveDraftValidator, { title: 'On owning your own plaza' }),
  problems: ['forbidden', 'silenced', 'conflict'],
  answers: { 200: resource(PostDraft) },
}

export const drafts: Area = {
  tag: 'Working copies',
  description:
    'What a post is to say next, beside what it says, for its author and for `posts.edit_any`. `PUT /posts/{id}/publication` publishes it.',
  operations: {
    'posts.drafts.show': {
      summary: 'Read the working copy',
      description: 'Without a copy it is the post itself, with `begun_from: null`.',
      path: idValidator,
      query: showDraftValidator,
      answers: { 200: resource(PostDraft) },
    },
    'posts.drafts.replace': save,
    'posts.drafts.update': save,
    'posts.drafts.store': {
      summary: 'Put a revision back',
      description:
        'As the working copy: it publishes nothing. What the copy said before is kept as a revision.',
      path: idValidator,
      body: takes(restoreRevisionValidator, { revision: 1 }),
      problems: ['forbidden', 'silenced', 'conflict'],
      answers: { 200: resource(PostDraft), 201: created(PostDraft, ['ETag']) },
    },
    'posts.drafts.destroy': {
      summary: 'Discard the working copy',
      description: 'That of another editor is kept as a revision. The post stays as it is.',
      path: idValidator,
      problems: ['forbidden', 'silenced', 'conflict'],
      answers: { 204: nothing },
    },
  },
}
