import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { AuditedType } from '#domain/moderation'
import { auditEntry, sanction } from '#resources/audit_entry'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import type { ListedBy, Shown } from '#resources/definition/resource'

export type ListAuditOptions = StaffPageOptions & ListedBy<typeof auditEntry>

const historyShown = 20

export interface WrittenEntry extends Shown<typeof auditEntry> {
  id: number
}

const { AuditEntry } = auditEntry.views

const entries = (client: QueryClientContract = db.connection()) =>
  client.from('audit_entries').joinRaw(auditEntry.joins)

export async function listAudit(options: ListAuditOptions): Promise<JsonResponse> {
  const query = entries()
  await filtered(query, AuditEntry, options)
  return staffPage(AuditEntry, query, options)
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

/** Staff actions on a user and the user's content, for that user. */
export const listSanctions = (userId: number, options: StaffPageOptions): Promise<JsonResponse> =>
  staffPage(
    sanction.views.Sanction,
    db
      .from('audit_entries')
      .where('audit_entries.subject_id', userId)
      .whereNotNull('audit_entries.reason')
      .whereNotIn('audit_entries.action', [
        'user.create',
        'user.approve',
        'user.create_token',
        'user.export',
        'user.link',
      ]),
    options
  )
