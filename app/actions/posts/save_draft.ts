import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { isDeepStrictEqual } from 'node:util'
import { askAgain } from '#actions/posts/ask_again'
import { keepDraft } from '#actions/posts/keep_draft'
import { lockForDraft } from '#actions/posts/lock_for_draft'
import { refuseScheduled } from '#actions/posts/refuse_unreviewed'
import type { Present } from '#exceptions/precondition_failed_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import Post from '#models/post'
import { presentCoverOf, refuseNoCover } from '#queries/media/covers'
import { findDraft, type Draft } from '#queries/posts/drafts'
import { slugsOf } from '#queries/tags/slugs_of'
import { attributeOf, attributesOf } from '#resources/definition/columns'
import { refuseWriting } from '#queries/types/check_data'
import type { PostChanges } from '#resources/post'
import { content } from '#resources/revision'
import type { Actor } from '#domain/roles'

interface SaveDraftInput {
  postId: number
  editor: Actor
  changes: PostChanges
  /** Whether the changes restore a revision. The former copy is then kept too. */
  isRestored?: boolean
  /** Throws if the client has seen another state of the copy. */
  unlessStale?: (revision: Date, present: Present) => void
  client: QueryClientContract
}

/**
 * Changes or begins a working copy. The post stays as it is. @returns whether it began
 * @throws NotFoundException, PostTrashedException, InvalidTokenException, ForbiddenException
 */
export default class SaveDraft {
  handle(input: SaveDraftInput): Promise<boolean> {
    const { postId, editor, isRestored = false, unlessStale, client: connection } = input
    return connection.transaction(async (client) => {
      const post = await lockForDraft(postId, editor, client)
      await refuseWriting(post.type, editor)
      refuseScheduled(post, editor)
      const draft = await findDraft(postId, client)
      unlessStale?.(draft.present.savedAt, draft.present)
      const isNew = draft.begunFrom === null
      const isKept = !isNew && (isRestored || draft.isDue || draft.editorId !== editor.id)
      if (isKept) await keepDraft(postId, client)

      const changes = await this.#resolved(input, client)
      const was = draft.members.cover_id as number | null
      const users = [post.userId, editor.id]
      if (!isRestored) await refuseNoCover({ id: changes.cover_id, was, users, client })
      const made: Record<string, any> = await remade(post, draft, changes)
      const values = { ...made, postId, editorId: editor.id, isKept }
      const { rowCount } = await client.rawQuery(isNew ? beginDraft : changeDraft, values)
      if (rowCount === 0) throw new InvalidTokenException('The session has ended')
      if (isChanged(draft, made.members)) await askAgain(postId, editor, client)
      return isNew
    })
  }

  /** A revision keeps its tags; publication checks that they still exist. Its cover may be gone. */
  async #resolved({ changes, isRestored }: SaveDraftInput, client: TransactionClientContract) {
    const { tags, cover_id: coverId } = changes
    if (isRestored) return { ...changes, cover_id: await presentCoverOf(coverId, client) }
    return tags ? { ...changes, tags: await slugsOf(tags, client) } : changes
  }
}

/** The copy's members after changes, with derived ones, by the rules of the post. */
async function remade(post: Post, draft: Draft, changes: PostChanges) {
  const copy = new Post().merge(attributesOf({ ...draft.members }))
  copy.publishedAt = post.publishedAt
  copy.$isPersisted = true
  copy.$hydrateOriginals()
  copy.merge(attributesOf(changes))
  await Post.remakeTexts(copy)
  const names = Object.keys(draft.members).filter((name) => name in content || /_given$/.test(name))
  const members = names.map((name) => [name, copy.$attributes[attributeOf(name)] ?? null])
  const { search = null, searchVersion = null } = copy
  return { members: JSON.stringify(Object.fromEntries(members)), search, searchVersion }
}

const isChanged = ({ members }: Draft, made: string) =>
  Object.entries(JSON.parse(made)).some(
    ([name, value]) => !isDeepStrictEqual(members[name] ?? null, value)
  )

const isThere = 'exists (select from authors where id = :editorId)'

/** A copy that is no longer shown gives way. */
const beginDraft = `
  insert into post_drafts as draft
    (post_id, members, search, search_version, begun_from, editor_id, updated_at)
  select id, :members::jsonb, coalesce(:search::tsvector, search),
    coalesce(:searchVersion::integer, search_version), revision, :editorId,
    greatest(clock_timestamp(), updated_at + interval '1 ms')
  from posts where id = :postId and ${isThere}
  on conflict (post_id) do update set
    members = excluded.members, search = excluded.search, search_version = excluded.search_version,
    begun_from = excluded.begun_from, editor_id = excluded.editor_id, kept_at = excluded.kept_at,
    created_at = excluded.created_at,
    updated_at = greatest(excluded.updated_at, draft.updated_at + interval '1 ms')`

/** No two states may share a time: it is their entity tag. */
const changeDraft = `
  update post_drafts set
    members = :members::jsonb, search = coalesce(:search::tsvector, search),
    search_version = coalesce(:searchVersion::integer, search_version), editor_id = :editorId,
    kept_at = case when :isKept then now() else kept_at end,
    updated_at = greatest(clock_timestamp(), updated_at + interval '1 ms')
  where post_id = :postId and ${isThere}`
