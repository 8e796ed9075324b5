import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { batch, batchFailure } from '#resources/batch'
import type { Row } from '#resources/definition/line'
import type { ListedBy } from '#resources/definition/resource'
import type { AskedMembers } from '#resources/definition/view'
import type { Actor } from '#domain/roles'

const { Batch } = batch.views

/** Readers of the audit log see all batches, other staff their own. */
function visibleTo(viewer: Actor) {
  const query = db.from('batches').joinRaw(batch.joins)
  if (!viewer.permissions.has('audit.read')) query.where('batches.actor_id', viewer.id)
  return query
}

export async function listBatches(
  viewer: Actor,
  options: StaffPageOptions & ListedBy<typeof batch>
): Promise<JsonResponse> {
  const query = visibleTo(viewer)
  await filtered(query, Batch, options)
  return staffPage(Batch, query, options)
}

/** @throws NotFoundException */
export async function showBatch(
  id: string,
  viewer: Actor,
  asked?: AskedMembers
): Promise<JsonResponse> {
  const form = Batch.form(asked)
  const query = visibleTo(viewer).select(db.raw(form.select))
  const row: Row | null = await query.where('batches.id', id).first()
  if (!row) throw new NotFoundException('batch')
  return jsonResponseOf(form.read(row))
}

/** In the order of the batch. @throws NotFoundException */
export async function listFailures(
  id: string,
  viewer: Actor,
  options: StaffPageOptions
): Promise<JsonResponse> {
  await showBatch(id, viewer)
  const query = db.from('batch_targets').where('batch_id', id).whereNotNull('code')
  return staffPage(batchFailure.views.BatchFailure, query, {
    ...options,
    ofBatch: id,
  } as StaffPageOptions)
}

/** The audit log knows a batch for longer than the list. @throws NotFoundException */
export async function refuseHiddenBatch(id: string, viewer: Actor): Promise<void> {
  if (!viewer.permissions.has('audit.read')) await showBatch(id, viewer)
}
