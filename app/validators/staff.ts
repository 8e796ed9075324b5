import vine from '@vinejs/vine'
import { staffActionNames, staffActions } from '#actions/staff/registry'
import { auditedTypes, reportReasons, reportStatuses, targetTypes } from '#domain/moderation'
import { auditEntry, sanction } from '#resources/audit_entry'
import { comment } from '#resources/comment'
import { post } from '#resources/post'
import { reportGroup } from '#resources/report'
import { user } from '#resources/user'
import { membersOf } from '#validators/asked_members'
import { page, skip } from '#validators/lists'
import { roleName } from '#validators/roles'
import {
  id,
  idInUrl,
  line,
  moment,
  reason,
  text,
  userReference,
  wholeInUrl,
  yes,
} from '#validators/rules'
import { searchText, searchWords } from '#validators/search'
import { email, password, username } from '#validators/users'

const osUser = () => vine.string().regex(/^[a-z_][a-z0-9_.-]{0,62}\$?$/i)

const staffPage = {
  ...page,
  skip,
  sort: vine.enum(['new', 'old'] as const).optional(),
  count: vine.enum(['exact'] as const).optional(),
}

const period = { since: moment().optional(), until: moment().optional() }

export const userValidator = vine.create({ user: userReference() })

export const fileReportValidator = vine.create({
  target_type: vine.enum(targetTypes),
  target_id: id(),
  reason: vine.enum(reportReasons),
  details: text(2000).nullable().optional(),
})

const idOfShown = (value: unknown) =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : value

export const handleReportValidator = vine.create({
  // Accepts the form of the response, so that a client can send it back.
  assignee: userReference().parse(idOfShown).nullable().optional(),
  status: vine.enum(reportStatuses).optional(),
  reason: reason().optional().requiredWhen('status', 'in', ['resolved', 'dismissed']),
  dry_run: yes().optional(),
})

/** Other rows have an id alone: a name would name the row with its user's id. */
const usersOnly = vine.createRule((_, __, field) => {
  if (String(field.parent.action).startsWith('user.')) return
  field.report('{{ field }} must be a number: only users are named otherwise.', 'number', field)
})

export const staffActionValidator = vine.create({
  action: vine.enum(staffActionNames),
  target_id: vine.unionOfTypes([userReference().use(usersOnly()), id()]),
  reason: reason(),
  until: moment({ future: true }).nullable().optional(),
  role: roleName().optional().requiredWhen('action', '=', 'user.set_role'),
  password: password().optional().requiredWhen('action', '=', 'user.reset_password'),
  os_user: osUser().nullable().optional(),
  report_id: id().optional(),
  batch_id: vine.string().uuid().optional(),
  target_updated_at: moment().optional(),
  dry_run: yes().optional(),
})

/** Batches take only a reason and a term, and never erase. */
export const batchActionNames = staffActions
  .filter(({ name, takes }) => name !== 'user.erase' && takes.every((field) => field === 'until'))
  .map(({ name }) => name)

/** As many as fit well within the statement timeout. */
export const MAX_BATCH_TARGETS = 100

export const batchValidator = vine.create({
  batch_id: vine.string().uuid(),
  undoes: vine.string().uuid().optional(),
  action: vine.enum(batchActionNames),
  reason: reason(),
  until: moment({ future: true }).nullable().optional(),
  targets: vine
    .array(vine.object({ id: id(), updated_at: moment().optional() }))
    .minLength(1)
    .maxLength(MAX_BATCH_TARGETS)
    .distinct('id'),
  dry_run: yes().optional(),
})

export const createUserValidator = vine.create({
  email: email(),
  password: password(),
  username: username().optional(),
  display_name: line(50).nullable().optional(),
  role: roleName().optional(),
  os_user: osUser().nullable().optional(),
  reason: reason().optional(),
})

export const exportUserValidator = vine.create({ reason: reason() })

export const listSanctionsValidator = vine.create({
  ...page,
  ...membersOf(sanction.views.Sanction),
  skip,
})

export const listReportsValidator = vine.create({
  ...staffPage,
  ...membersOf(reportGroup.views.ReportGroup),
  status: vine.enum(reportStatuses).optional(),
  target_type: vine.enum(targetTypes).optional(),
  assignee: userReference({ orNone: true }).optional(),
})

export const listUsersValidator = vine.create({
  ...staffPage,
  ...membersOf(user.views.StaffUser),
  ...period,
  search: searchText().optional(),
  role: roleName().optional(),
  status: vine.enum(['active', 'silenced', 'suspended'] as const).optional(),
})

export const listStaffPostsValidator = vine.create({
  ...staffPage,
  ...membersOf(post.views.StaffPost),
  ...period,
  search: searchWords().optional(),
  author: userReference({ orNone: true }).optional(),
  status: vine.enum(['visible', 'draft', 'removed', 'locked'] as const).optional(),
})

export const rankingValidator = vine.create({ search: searchWords().optional() })

export const listStaffCommentsValidator = vine.create({
  ...staffPage,
  ...membersOf(comment.views.StaffComment),
  ...period,
  search: searchText().optional(),
  author: userReference({ orNone: true }).optional(),
  post_id: idInUrl().optional(),
  status: vine.enum(['visible', 'removed', 'deleted'] as const).optional(),
})

export const listAuditValidator = vine.create({
  ...staffPage,
  ...membersOf(auditEntry.views.AuditEntry),
  ...period,
  actor: userReference().optional(),
  subject: userReference().optional(),
  action: vine
    .string()
    .regex(/^[a-z]+\.[a-z_]+$/)
    .optional(),
  target_type: vine.enum(auditedTypes).optional(),
  target_id: idInUrl().optional(),
  batch_id: vine.string().uuid().optional(),
  after: wholeInUrl(0, Number.MAX_SAFE_INTEGER).optional(),
})
