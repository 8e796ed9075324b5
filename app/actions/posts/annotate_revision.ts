import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import Post from '#models/post'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'

interface AnnotateRevisionInput {
  postId: number
  number: number
  actor: Actor
  origin: Origin
  changes: { note?: string | null; keep?: boolean }
  unlessStale: (revision: Date) => void
}

/** Sets the note of a revision, or whether it stays. On a post of another user this is audited. */
export default class AnnotateRevision {
  handle(input: AnnotateRevisionInput): Promise<void> {
    const { postId, number, actor, origin, changes, unlessStale } = input
    return db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', postId).forUpdate().firstOrFail()
      if (number === post.revision) await client.rawQuery(beginNote, { postId })
      const row = await client
        .from('post_revisions')
        .where({ post_id: postId, number })
        .select('updated_at')
        .first()
      if (!row) throw new NotFoundException('revision')
      unlessStale(row.updated_at)
      const changed = { ...changes, updated_at: db.raw('clock_timestamp()') }
      await client.from('post_revisions').where({ post_id: postId, number }).update(changed)
      if (post.userId === actor.id) return
      const act = { action: 'post.edit', targetType: 'post', targetId: postId } as const
      const after = { revision: number, ...changes }
      await AuditEntry.record({ ...act, subjectId: post.userId, after }, origin, client)
    })
  }
}

/** The present text has a row only if it has a note. */
const beginNote = `
  insert into post_revisions (post_id, number, editor_id, created_at, updated_at)
  select id, revision, coalesce(edited_by, user_id), coalesce(edited_at, created_at),
    coalesce(edited_at, created_at)
  from posts where id = :postId
  on conflict do nothing`
