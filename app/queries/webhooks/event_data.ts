import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { showStaffMedia } from '#queries/media/find_media'
import { findVisibleComment, responseOfComment } from '#queries/comments/find_comment'
import { openPost } from '#queries/posts/find_post'
import { findAuditEntry } from '#queries/staff/list_audit'
import { showProfile } from '#queries/users/show_profile'
import { toldReport } from '#resources/report'
import type { EventType } from '#domain/webhook'

const post = async (id: number) => (await openPost(id)).body

const comment = async (id: number) => responseOfComment(await findVisibleComment(id, null)).body

const user = async (id: number) => (await showProfile(id)).body

const action = async (id: number) => JSON.stringify(await findAuditEntry(id))

async function report(id: number): Promise<string> {
  const form = toldReport.views.ToldReport.form()
  const query = db.from('reports').joinRaw(toldReport.joins).select(db.raw(form.select))
  const row = await query.where('reports.id', id).first()
  if (!row) throw new NotFoundException('report')
  return JSON.stringify(form.read(row))
}

const media = async (id: number) => (await showStaffMedia(id)).body

/** JSON of a subject in its public form, or in that of staff. Other types only have facts. */
const shown: Partial<Record<EventType, (id: number) => Promise<string>>> = {
  'post.published': post,
  'post.updated': post,
  'comment.created': comment,
  'comment.updated': comment,
  'user.created': user,
  'report.created': report,
  'action.taken': action,
  'media.ready': media,
}

interface WebhookEvent {
  id: string
  type: EventType
  subject_id: number
  facts: object
  created_at: Date
}

/** @returns the message; null if its subject is gone, or hidden from its readers */
export async function bodyOfEvent(event: WebhookEvent): Promise<string | null> {
  const { type, subject_id: id, facts, created_at: at } = event
  const show = shown[type]
  const data = show ? await show(id).catch(nullIfGone) : JSON.stringify(facts)
  if (data === null) return null
  return `{"type":"${type}","timestamp":"${at.toISOString()}","data":${data}}`
}

function nullIfGone(error: unknown): null {
  if (error instanceof NotFoundException) return null
  throw error
}
