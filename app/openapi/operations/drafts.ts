import { created, nothing, resource, takes, type Area, type Operation } from '#openapi/operation'
import { draftEditor } from '#resources/draft_editor'
import { draft } from '#resources/post_draft'
import {
  openDraftValidator,
  restoreRevisionValidator,
  saveDraftValidator,
  showDraftValidator,
} from '#validators/drafts'
import { idValidator } from '#validators/lists'

const { PostDraft } = draft.views
const { DraftEditor } = draftEditor.views

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
    'The next version of a post, beside the published one, for its author and for `posts.edit_any`. `PUT /posts/{id}/publication` publishes it.',
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
        'Makes the revision the working copy, and publishes nothing. The former copy is kept as a revision.',
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
    'posts.drafts.editors.show': {
      summary: 'Show the user who has the working copy open',
      description: 'It is advice: it refuses no save. 404: no user has it open.',
      path: idValidator,
      answers: { 200: resource(DraftEditor) },
    },
    'posts.drafts.editors.update': {
      summary: 'Say that I have the working copy open',
      description:
        'It counts as open for five minutes after the last such call. While another user has it open, the answer is 409, unless `take_over` is true.',
      path: idValidator,
      body: takes(openDraftValidator, { take_over: true }),
      problems: ['forbidden', 'silenced', 'being_edited', 'conflict'],
      answers: { 200: resource(DraftEditor) },
    },
    'posts.drafts.editors.destroy': {
      summary: 'Say that I have closed the working copy',
      description: 'Then another editor may open it at once.',
      path: idValidator,
      problems: ['forbidden', 'being_edited'],
      answers: { 204: nothing },
    },
  },
}
