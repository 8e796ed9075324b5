import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { staffActionNames } from '#actions/staff/registry'
import { reportReasons, reportStatuses, targetTypes } from '#domain/moderation'
import { auditEntry, sanction } from '#resources/audit_entry'
import { comment } from '#resources/comment'
import { post } from '#resources/post'
import { reportGroup } from '#resources/report'
import { timelineTypes } from '#resources/timeline'
import { user } from '#resources/user'
import { listValidator, page } from '#validators/list_parameters'
import { pageValidator } from '#validators/lists'
import { roleName } from '#validators/roles'
import { id, line, moment, reason, text, userReference, yes } from '#validators/rules'
import { searchWords } from '#validators/search'
import { email, password, username } from '#validators/users'

const osUser = () => vine.string().regex(/^[a-z_][a-z0-9_.-]{0,62}\$?$/i)

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

/** Other rows are named only by id: a user's name would become the user's id. */
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

/** A bot acts only by its tokens. */
const noBot = vine.createRule((value, _, field) => {
  if (value === undefined || field.parent.bot !== true) return
  field.report('{{ field }} is not for a bot: leave it out.', 'bot', field)
})

const isUser = ({ parent }: FieldContext) => parent.bot !== true

export const createUserValidator = vine.create({
  bot: yes().optional(),
  email: email().use(noBot()).optional().requiredWhen(isUser),
  password: password().use(noBot()).optional().requiredWhen(isUser),
  username: username().optional(),
  display_name: line(50).nullable().optional(),
  role: roleName().optional(),
  os_user: osUser().nullable().optional(),
  reason: reason().optional(),
})

export const exportUserValidator = vine.create({ reason: reason() })

export const listSanctionsValidator = pageValidator(sanction.views.Sanction)

export const listReportsValidator = listValidator(reportGroup, 'ReportGroup')

export const listUsersValidator = listValidator(user, 'StaffUser')

export const listStaffPostsValidator = listValidator(post, 'StaffPost')

export const listTimelineValidator = vine.create({
  ...page,
  type: vine.enum(timelineTypes).optional().meta({ description: 'Only entries of this type.' }),
})

export const rankingValidator = vine.create({ search: searchWords().optional() })

export const listStaffCommentsValidator = listValidator(comment, 'StaffComment')

export const listAuditValidator = listValidator(auditEntry, 'AuditEntry')
