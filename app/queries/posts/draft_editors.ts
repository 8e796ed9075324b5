import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { Editor } from '#exceptions/problem'
import type { JsonResponse } from '#http/json_response'
import { responseOf } from '#resources/definition/response'
import { draftEditor } from '#resources/draft_editor'

/** SQL on `post_editors`: the last call is recent. */
export const isOpen = `post_editors.seen_at > now() - interval '5 minutes'`

const open = (postId: number) =>
  db
    .from('post_editors')
    .joinRaw(draftEditor.joins)
    .where('post_editors.post_id', postId)
    .whereRaw(isOpen)

/** @throws NotFoundException if no user has the working copy open */
export async function showDraftEditor(postId: number): Promise<JsonResponse> {
  const form = draftEditor.views.DraftEditor.form()
  const row = await open(postId).select(db.raw(form.select)).first()
  if (!row) throw new NotFoundException('editor')
  return responseOf(form, row)
}

export interface OpenedBy {
  editor: Editor
  since: Date
}

/** Null: no user has the working copy open. */
export async function findDraftEditor(postId: number): Promise<OpenedBy | null> {
  const row = await open(postId)
    .select('users.id', 'users.username', 'users.display_name', 'since')
    .first()
  if (!row) return null
  const { since, ...editor } = row
  return { editor, since }
}
