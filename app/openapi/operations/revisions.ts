import { pageOf, resource, takes, type Area } from '#openapi/operation'
import { revision } from '#resources/revision'
import { idValidator } from '#validators/lists'
import {
  compareRevisionsValidator,
  listRevisionsValidator,
  revisionInUrlValidator,
  showRevisionValidator,
  updateRevisionValidator,
} from '#validators/revisions'

const { Revision, RevisionDetail } = revision.views

export const revisions: Area = {
  tag: 'Revisions',
  description:
    'Former texts of a post, for its author and for holders of `posts.read_any` or `posts.edit_any`. Other users get 404.',
  operations: {
    'posts.revisions.index': {
      summary: 'List the revisions of a post',
      description:
        'Newest first; the `current` one is the post itself. All revisions of the last day stay, then one for each hour of a week, then one for each day, up to `REVISIONS_KEEP`.',
      path: idValidator,
      query: listRevisionsValidator,
      answers: { 200: pageOf(Revision) },
    },
    'posts.revisions.show': {
      summary: 'Read a revision',
      description: 'With all that the post said.',
      path: revisionInUrlValidator,
      query: showRevisionValidator,
      answers: { 200: resource(RevisionDetail) },
    },
    'posts.revisions.changes.index': {
      summary: 'Compare two revisions',
      description: 'Texts by word, other members as a whole.',
      path: revisionInUrlValidator,
      query: compareRevisionsValidator,
      parameters: { since: 'The earlier revision; by default the one before.' },
      answers: { 200: resource('RevisionChanges') },
    },
    'posts.revisions.update': {
      summary: 'Note or keep a revision',
      description: 'A kept revision stays, however old it is.',
      path: revisionInUrlValidator,
      body: takes(updateRevisionValidator, { note: 'As printed in May', keep: true }),
      problems: ['forbidden', 'silenced'],
      answers: { 200: resource(RevisionDetail) },
    },
  },
}
