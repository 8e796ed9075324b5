import { created, listOf, pageOf, plain, resource, takes, type Area } from '#openapi/operation'
import { idValidator } from '#validators/lists'
import {
  batchValidator,
  createUserValidator,
  exportUserValidator,
  handleReportValidator,
  listAuditValidator,
  listReportsValidator,
  listStaffCommentsValidator,
  listStaffPostsValidator,
  listUsersValidator,
  rankingValidator,
  userValidator,
  staffActionValidator,
} from '#validators/staff'

const forbidden = ['forbidden'] as const

export const staff: Area = {
  tag: 'Staff',
  description:
    'For moderators and admins. Whatever they do leaves an entry in the audit log. `plaza` is the same on the command line.',
  operations: {
    'admin.reports.index': {
      summary: 'List the queue of reports',
      description: 'Open ones unless asked otherwise, oldest first, those on one target together.',
      query: listReportsValidator,
      parameters: { sort: 'The order: `old` ones first (the default) or `new` ones.' },
      problems: [...forbidden, 'not_found'],
      answers: { 200: pageOf('ReportGroup', ['X-Total-Count']) },
    },
    'admin.reports.next': {
      summary: 'Read the oldest open report',
      description: 'One that is mine or nobody’s.',
      problems: [...forbidden, 'not_found'],
      answers: { 200: resource('ReportGroupDetail') },
    },
    'admin.reports.show': {
      summary: 'Read a report',
      description: 'With all reports on the target, the target itself, and what was done to it.',
      path: idValidator,
      problems: [...forbidden],
      answers: { 200: resource('ReportGroupDetail') },
    },
    'admin.reports.update': {
      summary: 'Assign, resolve or dismiss a report',
      description: 'With all open reports on the same target. A `status` needs a `reason`.',
      path: idValidator,
      body: takes(handleReportValidator, { status: 'dismissed', reason: 'No rule is broken.' }),
      problems: [...forbidden, 'conflict', 'silenced'],
      answers: { 200: resource('ReportGroupDetail') },
    },
    'admin.actions.index': {
      summary: 'List what staff can do',
      description: 'With the least role that each takes.',
      problems: [...forbidden],
      answers: { 200: listOf('StaffAction') },
    },
    'admin.actions.store': {
      summary: 'Act on a post, a comment or a user',
      description:
        'All of it or nothing: the change, the open reports on the target and the audit entry. With `dry_run` all is checked and nothing kept.',
      body: takes(staffActionValidator, {
        action: 'user.suspend',
        target_id: '@mallory',
        reason: 'Advertises the same shop in every thread.',
        until: '2030-01-01T00:00:00.000Z',
      }),
      problems: [...forbidden, 'not_found', 'conflict', 'silenced'],
      answers: {
        200: plain('AuditEntry'),
        201: created('AuditEntry'),
      },
    },
    'admin.batches.store': {
      summary: 'Do one action to many',
      description:
        'A part of a batch, in one transaction: what fails on one target is told of that one, and the others are done. A batch acts on each target once, so that a lost answer can be asked for again: `repeated` names what was done before. With `undoes` it takes that batch back.',
      body: takes(batchValidator, {
        batch_id: '0f63c454-aba9-470e-9eea-41097285556a',
        action: 'post.remove',
        reason: 'Advertises the same shop in every thread.',
        targets: [{ id: 42 }],
      }),
      problems: [...forbidden, 'conflict', 'silenced'],
      answers: { 200: plain('Batch') },
    },
    'admin.audit.index': {
      summary: 'List the audit log',
      description: 'Newest first; each entry names who did what to whom, when and why.',
      query: listAuditValidator,
      problems: [...forbidden, 'not_found'],
      answers: { 200: pageOf('AuditEntry', ['X-Total-Count']) },
    },
    'admin.audit.verify': {
      summary: 'Verify the chain of the audit log',
      description: 'Names the first entry that is not what was written.',
      problems: [...forbidden],
      answers: { 200: resource('AuditVerdict') },
    },
    'admin.audit.show': {
      summary: 'Read an entry of the audit log',
      description: 'With the values before and after.',
      path: idValidator,
      problems: [...forbidden],
      answers: { 200: resource('AuditEntry') },
    },
    'admin.users.index': {
      summary: 'List all users',
      description: 'With e-mails and what staff did to each.',
      query: listUsersValidator,
      parameters: { search: 'A part of the e-mail, the user name or the display name.' },
      problems: [...forbidden],
      answers: { 200: pageOf('StaffUser', ['X-Total-Count']) },
    },
    'admin.users.store': {
      summary: 'Make an account',
      description: 'For admins.',
      body: takes(createUserValidator, {
        email: 'moe@example.org',
        password: 'correct horse battery',
        username: 'moe',
        role: 'moderator',
      }),
      problems: [...forbidden, 'conflict', 'email_taken', 'username_taken', 'silenced'],
      answers: { 201: created('StaffUser', ['ETag']) },
    },
    'admin.users.show': {
      summary: 'Read a user',
      description: 'Named by id, `@username` or e-mail.',
      path: userValidator,
      problems: [...forbidden],
      answers: { 200: resource('StaffUser') },
    },
    'admin.users.sessions.index': {
      summary: 'List where a user is signed in',
      description: 'With the address and the user agent of each.',
      path: userValidator,
      problems: [...forbidden],
      answers: { 200: listOf('Session') },
    },
    'admin.users.exports.store': {
      summary: 'Hand out all that there is of a user',
      description: 'For admins. `Location` is the entry in the audit log.',
      path: userValidator,
      body: takes(exportUserValidator, { reason: 'Asked for it by mail.' }),
      problems: [...forbidden, 'silenced'],
      answers: { 201: created('UserExport') },
    },
    'admin.posts.index': {
      summary: 'List all posts',
      description: 'Drafts and removed ones too.',
      query: listStaffPostsValidator,
      problems: [...forbidden, 'not_found'],
      answers: { 200: pageOf('StaffPost', ['X-Total-Count']) },
    },
    'admin.posts.show': {
      summary: 'Read any post',
      description: 'A draft or a removed one too.',
      path: idValidator,
      problems: [...forbidden],
      answers: { 200: resource('StaffPost') },
    },
    'admin.posts.rankings.show': {
      summary: 'Explain where a post ranks',
      description: 'Among hot, top and new ones, and in a `search`.',
      path: idValidator,
      query: rankingValidator,
      problems: [...forbidden],
      answers: { 200: resource('PostRanking') },
    },
    'admin.comments.index': {
      summary: 'List all comments',
      description: 'Removed ones too, with what they say.',
      query: listStaffCommentsValidator,
      parameters: { search: 'A part of what they say.' },
      problems: [...forbidden, 'not_found'],
      answers: { 200: pageOf('StaffComment', ['X-Total-Count']) },
    },
    'admin.comments.show': {
      summary: 'Read any comment',
      description: 'A removed one too, with what it says.',
      path: idValidator,
      problems: [...forbidden],
      answers: { 200: resource('StaffComment') },
    },
    'admin.deletions.index': {
      summary: 'List what is being deleted',
      description:
        'Erased accounts and deleted posts are hidden at once; what they leave goes in the background. The oldest 50 of each.',
      problems: [...forbidden],
      answers: { 200: listOf('Deletion') },
    },
    'admin.stats.show': {
      summary: 'Count everything',
      description:
        'And what came on each of the last 30 days (UTC). In a large database it is counted in the background: `counted_at` says when.',
      problems: [...forbidden],
      answers: { 200: resource('Stats') },
    },
  },
}
