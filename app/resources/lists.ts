import { auditEntry } from '#resources/audit_entry'
import { batch } from '#resources/batch'
import { comment } from '#resources/comment'
import type { View } from '#resources/definition/view'
import { mail } from '#resources/mail'
import { post } from '#resources/post'
import { reportGroup } from '#resources/report'
import { user } from '#resources/user'
import type { ListName } from '#domain/saved_view'

export const lists: Record<ListName, View> = {
  posts: post.views.StaffPost,
  comments: comment.views.StaffComment,
  users: user.views.StaffUser,
  reports: reportGroup.views.ReportGroup,
  audit: auditEntry.views.AuditEntry,
  batches: batch.views.Batch,
  mails: mail.views.Mail,
}
