import db from '@adonisjs/lucid/services/db'
import BeingEditedException from '#exceptions/being_edited_exception'
import { findDraftEditor, isOpen } from '#queries/posts/draft_editors'

interface OpenDraftInput {
  postId: number
  userId: number
  /** Whether another user loses the working copy. */
  takeOver: boolean
}

/** Marks a working copy as open in a user's editor for five minutes. @throws BeingEditedException */
export default class OpenDraft {
  async handle(input: OpenDraftInput): Promise<void> {
    const { rowCount } = await db.rawQuery(openDraft, { ...input })
    if (rowCount > 0) return
    const holder = await findDraftEditor(input.postId)
    if (holder) throw new BeingEditedException(holder.editor)
    // The other user closed it just now.
    await db.rawQuery(openDraft, { ...input, takeOver: true })
  }
}

const isMine = 'post_editors.user_id = excluded.user_id'

const openDraft = `
  insert into post_editors (post_id, user_id) values (:postId, :userId)
  on conflict (post_id) do update set
    user_id = excluded.user_id, seen_at = excluded.seen_at,
    since = case when ${isMine} and ${isOpen} then post_editors.since else excluded.since end
  where ${isMine} or not ${isOpen} or :takeOver
    or not exists (select from authors where authors.id = post_editors.user_id)`
