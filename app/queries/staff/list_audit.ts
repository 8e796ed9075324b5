import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { byUser, type Period } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { AuditedType } from '#domain/moderation'
import { auditEntry, sanction } from '#resources/audit_entry'
import type { Form, Row } from '#resources/definition/form'
import type { AskedMembers, Shown } from '#resources/definition/resource'

export interface ListAuditOptions extends StaffPageOptions, Period {
  /** An id, `@username` or an e-mail, like the subject. */
  actor?: string
  subject?: string
  action?: string
  target_type?: AuditedType
  target_id?: number
  batch_id?: string
  /** An entry id, exclusive. */
  after?: number
}

const historyShown = 20

export interface WrittenEntry extends Shown<typeof auditEntry> {
  id: number
}

const { AuditEntry } = auditEntry.views

const entries = (client: QueryClientContract = db.connection()) =>
  client.from('audit_entries').joinRaw(auditEntry.joins)

export async function listAudit(options: ListAuditOptions): Promise<JsonResponse> {
  const { action, target_type: type, target_id: targetId, batch_id: batchId, after } = options
  const query = entries()
    .if(action, (some) => some.where('audit_entries.action', action!))
    .if(type, (some) => some.where('audit_entries.target_type', type!))
    .if(targetId, (some) => some.where('audit_entries.target_id', targetId!))
    .if(batchId, (some) => some.where('audit_entries.batch_id', batchId!))
    .if(after !== undefined, (some) => some.where('audit_entries.id', '>', after!))
  if (options.since) query.where('audit_entries.id', '>=', firstFrom(options.since))
  if (options.until) query.where('audit_entries.id', '<', firstFrom(options.until))
  await byNumber(query, 'audit_entries.actor_id', options.actor)
  await byNumber(query, 'audit_entries.subject_id', options.subject)
  return staffPage(AuditEntry, query, options)
}

/** Ids follow time, so an id can replace the time. */
const firstFrom = (time: Date) =>
  db.raw(
    `coalesce((select id from audit_entries where created_at >= ? order by created_at, id limit 1),
      ${Number.MAX_SAFE_INTEGER})`,
    [time]
  )

/** An id needs no account: the log outlives it. */
async function byNumber(
  query: DatabaseQueryBuilderContract<any>,
  column: string,
  reference: string | undefined
) {
  if (reference && /^\d+$/.test(reference)) query.where(column, Number(reference))
  else await byUser(query, column, reference)
}

/** @throws NotFoundException */
export async function findAuditEntry(
  id: number,
  { asked, client }: { asked?: AskedMembers; client?: QueryClientContract } = {}
): Promise<WrittenEntry> {
  const form = AuditEntry.form(asked)
  const query = entries(client).select(db.raw(form.select)).where('audit_entries.id', id)
  const row: Row | null = await query.first()
  if (!row) throw new NotFoundException('audit entry')
  return form.read(row)
}

export async function findAuditEntries(
  ids: number[],
  client?: QueryClientContract
): Promise<WrittenEntry[]> {
  const form = AuditEntry.form()
  const rows: Row[] = await entries(client)
    .select(db.raw(form.select))
    .whereIn('audit_entries.id', ids)
    .orderBy('audit_entries.id')
  return rows.map((row) => form.read(row))
}

export const historyOf = (type: AuditedType, id: number, form: Form): Promise<Row[]> =>
  entries()
    .select(db.raw(form.select))
    .where('audit_entries.target_type', type)
    .where('audit_entries.target_id', id)
    .orderBy('audit_entries.id', 'desc')
    .limit(historyShown)

/** Staff actions on a user and the user's content, as that user sees them. */
export const listSanctions = (userId: number, options: StaffPageOptions): Promise<JsonResponse> =>
  staffPage(
    sanction.views.Sanction,
    db
      .from('audit_entries')
      .where('audit_entries.subject_id', userId)
      .whereNotNull('audit_entries.reason')
      .whereNotIn('audit_entries.action', ['user.create', 'user.export', 'user.link']),
    options
  )
