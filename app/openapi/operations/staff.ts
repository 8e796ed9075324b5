import { created, pageOf, plain, resource, takes, type Area } from '#openapi/operation'
import { permissionTable } from '#openapi/permission_table'
import { all, page, read, show } from '#openapi/operations/staff_reads'
import { applicationOperations } from '#openapi/operations/staff_applications'
import { batchOperations } from '#openapi/operations/staff_batches'
import { staffMediaOperations } from '#openapi/operations/media'
import { importOperations } from '#openapi/operations/staff_imports'
import { mailOperations } from '#openapi/operations/staff_mails'
import { noteOperations } from '#openapi/operations/staff_notes'
import { reasonOperations } from '#openapi/operations/staff_reasons'
import { roleOperations } from '#openapi/operations/staff_roles'
import { viewOperations } from '#openapi/operations/staff_views'
import { webhookOperations } from '#openapi/operations/staff_webhooks'
import { tokenOperations } from '#openapi/operations/staff_tokens'
import { SIGN_UP_ROLE } from '#domain/permissions'
import { idValidator } from '#validators/lists'
import {
  createUserValidator,
  exportUserValidator,
  handleReportValidator,
  listAuditValidator,
  listReportsValidator,
  listStaffCommentsValidator,
  listStaffPostsValidator,
  listTimelineValidator,
  listUsersValidator,
  rankingValidator,
  userValidator,
  staffActionValidator,
} from '#validators/staff'

import {
  listSessionsValidator,
  showAuditEntryValidator,
  showReportGroupValidator,
  showStaffCommentValidator,
  showStaffPostValidator,
  showStaffUserValidator,
} from '#validators/shows'

export const staff: Area = {
  tag: 'Staff',
  description: `For those whose role has the permission that each names. Whatever they do leaves an entry in the audit log. \`plaza\` is the same on the command line.\n\n${permissionTable}`,
  operations: {
    'admin.reports.index': page(
      'ReportGroup',
      'List the queue of reports',
      'Open ones unless asked otherwise, oldest first, those on one target together.',
      listReportsValidator,
      {
        problems: ['not_found'],
      }
    ),
    'admin.reports.next': read(
      'ReportGroupDetail',
      'Read the oldest open report',
      'It is assigned to me, or to no one.',
      { query: showReportGroupValidator, problems: ['not_found'] }
    ),
    'admin.reports.show': show(
      'ReportGroupDetail',
      'Read a report',
      'With all reports on the target, the target itself, and what was done to it.',
      { query: showReportGroupValidator }
    ),
    'admin.reports.update': {
      summary: 'Assign, resolve or dismiss a report',
      description: 'With all open reports on the same target. A `status` needs a `reason`.',
      path: idValidator,
      body: takes(handleReportValidator, { status: 'dismissed', reason: 'No rule is broken.' }),
      problems: ['conflict', 'silenced'],
      answers: { 200: resource('ReportGroupDetail') },
    },
    'admin.actions.index': all(
      'StaffAction',
      'List what staff can do',
      'With the permission that each needs.'
    ),
    'admin.actions.store': {
      summary: 'Act on a post, a comment, a user or a file',
      description:
        'All of it or nothing: the change, the open reports on the target and the audit entry. With `dry_run` all is checked and nothing kept.',
      body: takes(staffActionValidator, {
        action: 'user.suspend',
        target_id: '@mallory',
        reason: 'Advertises the same shop in every thread.',
        until: '2030-01-01T00:00:00.000Z',
      }),
      problems: ['not_found', 'conflict', 'silenced'],
      answers: {
        200: plain('AuditEntry'),
        201: created('AuditEntry'),
      },
    },
    ...applicationOperations,
    ...batchOperations,
    ...importOperations,
    ...mailOperations,
    ...staffMediaOperations,
    ...webhookOperations,
    'admin.audit.index': page(
      'AuditEntry',
      'List the audit log',
      'Newest first; each entry names who did what to whom, when and why.',
      listAuditValidator,
      { problems: ['not_found'] }
    ),
    'admin.audit.verify': read(
      'AuditVerdict',
      'Verify the chain of the audit log',
      'Names the first entry that is not what was written.'
    ),
    'admin.audit.show': show(
      'AuditEntry',
      'Read an entry of the audit log',
      'With the values before and after.',
      { query: showAuditEntryValidator }
    ),
    'admin.users.index': page(
      'StaffUser',
      'List all users',
      'With e-mails and what staff did to each.',
      listUsersValidator
    ),
    'admin.users.store': {
      summary: 'Make an account',
      description:
        'Audited. With `bot: true` it has no e-mail and no password, and can’t be an admin: see `POST /admin/users/{user}/tokens`.',
      body: takes(createUserValidator, {
        email: 'moe@example.org',
        password: 'correct horse battery',
        username: 'moe',
        role: SIGN_UP_ROLE,
      }),
      problems: ['conflict', 'email_taken', 'username_taken', 'silenced'],
      answers: { 201: created('StaffUser', ['ETag']) },
    },
    'admin.users.show': read('StaffUser', 'Read a user', 'Named by id, `@username` or e-mail.', {
      path: userValidator,
      query: showStaffUserValidator,
    }),
    'admin.users.sessions.index': all(
      'Session',
      'List where a user is signed in',
      'With the address and the user agent of each.',
      { path: userValidator, query: listSessionsValidator }
    ),
    'admin.users.timelines.index': {
      summary: 'Read the timeline of a user',
      description:
        'Posts, comments, reports, staff actions, sessions and notes, newest first, as far as my permissions let me see each. Reports on me name nobody.',
      path: userValidator,
      query: listTimelineValidator,
      problems: ['not_found'],
      answers: { 200: pageOf('TimelineEntry') },
    },
    'admin.users.exports.store': {
      summary: 'Hand out all that there is of a user',
      description: '`Location` is the entry in the audit log.',
      path: userValidator,
      body: takes(exportUserValidator, { reason: 'Asked for it by mail.' }),
      problems: ['silenced'],
      answers: { 201: created('UserExport') },
    },
    'admin.posts.index': page(
      'StaffPost',
      'List all posts',
      'Drafts and removed ones too.',
      listStaffPostsValidator,
      { problems: ['not_found'] }
    ),
    'admin.posts.show': show('StaffPost', 'Read any post', 'A draft or a removed one too.', {
      query: showStaffPostValidator,
    }),
    'admin.posts.rankings.show': show(
      'PostRanking',
      'Explain where a post ranks',
      'Among hot, top and new ones, and in a `search`.',
      { query: rankingValidator }
    ),
    'admin.comments.index': page(
      'StaffComment',
      'List all comments',
      'Removed ones too, with what they say.',
      listStaffCommentsValidator,
      { problems: ['not_found'] }
    ),
    'admin.comments.show': show(
      'StaffComment',
      'Read any comment',
      'A removed one too, with what it says.',
      { query: showStaffCommentValidator }
    ),
    'admin.deletions.index': all(
      'Deletion',
      'List what is being deleted',
      'Erased accounts and deleted posts are hidden at once; what they leave goes in the background. The oldest 50 of each.'
    ),
    'admin.stats.show': read(
      'Stats',
      'Count everything',
      'And what came on each of the last 30 days (UTC). In a large database it is counted in the background: `counted_at` says when.'
    ),
    'admin.overviews.show': read(
      'Overview',
      'Read what waits for me',
      'By my permissions: reports, applications, reviews, held schedules, failed mails and jobs, and the days of `/admin/stats`. A part that I may not see is null.'
    ),
    'admin.settings.index': all(
      'Setting',
      'List the settings',
      'The variables of the environment that this process was started with, in the order of the README. Of secrets it tells only whether they are set. For `settings.read`.'
    ),
    ...noteOperations,
    ...reasonOperations,
    ...roleOperations,
    ...viewOperations,
    ...tokenOperations,
  },
}
