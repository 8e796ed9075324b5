import { created, takes, type Operation } from '#openapi/operation'
import { page, show } from '#openapi/operations/staff_reads'
import {
  approveValidator,
  listApplicationsValidator,
  rejectValidator,
  showApplicationValidator,
} from '#validators/applications'
import { idValidator } from '#validators/lists'

export const applicationOperations: Record<string, Operation> = {
  'admin.applications.index': page(
    'Application',
    'List the sign-ups that wait for a decision',
    'Oldest first. With `VERIFY_EMAIL=required` only those with a confirmed e-mail.',
    listApplicationsValidator
  ),
  'admin.applications.show': show(
    'Application',
    'Read an application',
    'The text of a person who asks for an account.',
    { query: showApplicationValidator }
  ),
  'admin.applications.approvals.store': {
    summary: 'Approve an application',
    description:
      'Makes the account, and tells its user by mail. If the user name was taken meanwhile, the account gets another one.',
    path: idValidator,
    body: takes(approveValidator, { reason: 'Known from the meetings.' }),
    problems: ['email_taken', 'silenced'],
    answers: { 201: created('AuditEntry') },
  },
  'admin.applications.rejections.store': {
    summary: 'Reject an application',
    description: 'Deletes it, and tells the applicant the reason by mail.',
    path: idValidator,
    body: takes(rejectValidator, { reason: 'It advertises a shop.' }),
    problems: ['silenced'],
    answers: { 201: created('AuditEntry') },
  },
}
