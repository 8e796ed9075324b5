import vine from '@vinejs/vine'
import { auditEntry } from '#resources/audit_entry'
import { comment } from '#resources/comment'
import { dataExport } from '#resources/data_export'
import { post } from '#resources/post'
import { report, reportGroup } from '#resources/report'
import { session } from '#resources/session'
import { user } from '#resources/user'
import { askedMembersOf, membersOf } from '#validators/asked_members'

export const showPostValidator = askedMembersOf(post.views.PostDetail)
export const showPostWithSlugValidator = vine.create({
  ...membersOf(post.views.PostDetail),
  type: vine
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,29}$/)
    .optional(),
})
export const showCommentValidator = askedMembersOf(comment.views.Comment)
export const showUserValidator = askedMembersOf(user.views.User)
export const showOwnUserValidator = askedMembersOf(user.views.OwnUser)
export const listSessionsValidator = askedMembersOf(session.views.Session)
export const listDataExportsValidator = askedMembersOf(dataExport.views.DataExport)
export const showReportValidator = askedMembersOf(report.views.Report)
export const showReportGroupValidator = askedMembersOf(reportGroup.views.ReportGroupDetail)
export const showAuditEntryValidator = askedMembersOf(auditEntry.views.AuditEntry)
export const showStaffPostValidator = askedMembersOf(post.views.StaffPost)
export const showStaffCommentValidator = askedMembersOf(comment.views.StaffComment)
export const showStaffUserValidator = askedMembersOf(user.views.StaffUser)
