import { created, pageOf, plain, resource, takes, type Area } from '#openapi/operation'
import { idValidator } from '#validators/lists'
import { fileReportValidator, listSanctionsValidator } from '#validators/staff'
import { showReportValidator } from '#validators/shows'

export const reports: Area = {
  tag: 'Reports',
  description: 'What users tell staff, and what staff tell users.',
  operations: {
    'reports.store': {
      summary: 'Report a post, a comment, a user or a file',
      description:
        'A repeated report answers 200 with the first, until the target is edited or staff have decided. Plaza keeps a copy of the target for staff. Users can’t report themselves.',
      body: takes(fileReportValidator, {
        target_type: 'post',
        target_id: 42,
        reason: 'spam',
        details: 'The same text in ten threads.',
      }),
      problems: ['not_found', 'conflict'],
      answers: { 200: plain('Report'), 201: created('Report') },
    },
    'reports.show': {
      summary: 'Read a report of mine',
      description: 'The `status` says what staff decided.',
      path: idValidator,
      query: showReportValidator,
      answers: { 200: resource('Report') },
    },
    'sanctions.index': {
      summary: 'List what staff did to me and to what I wrote',
      description: 'With the reasons, but never with who it was.',
      query: listSanctionsValidator,
      answers: { 200: pageOf('Sanction') },
    },
  },
}
