import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { askAgain } from '#actions/posts/ask_again'
import { joinTranslations, publishChange } from '#actions/posts/join_translations'
import { refusePin } from '#actions/posts/refuse_pin'
import { refuseUnreviewed } from '#actions/posts/refuse_unreviewed'
import ForbiddenException from '#exceptions/forbidden_exception'
import NotFoundException from '#exceptions/not_found_exception'
import PostTrashedException from '#exceptions/post_trashed_exception'
import Post from '#models/post'
import { refuseNoCover } from '#queries/media/covers'
import { noteLanguage } from '#queries/posts/languages'
import { attributesOf } from '#resources/definition/columns'
import { checkData, fitsType, refuseWriting } from '#queries/types/check_data'
import type { PostChanges } from '#resources/post'
import { contentAttributes } from '#resources/revision'
import AuditEntry from '#models/audit_entry'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'
import { slugsOf } from '#queries/tags/slugs_of'

interface UpdatePostInput {
  id: number
  /** Its author gets a 404 for a removed post. */
  actor: Actor
  origin: Origin
  changes: PostChanges
  /** For a post that was published elsewhere before. */
  publishedAt?: Date
  untrashes?: boolean
  /** Throws if the client has seen another revision. */
  unlessStale: (revision: Date) => void
}

/**
 * Changes the given fields. Audited on a post of another user.
 * @throws NotFoundException, PostTrashedException, ForbiddenException, ConflictException, ValidationException
 */
export default class UpdatePost {
  async handle(input: UpdatePostInput): Promise<void> {
    const { id, actor, origin, changes, publishedAt, unlessStale } = input
    const { translation_of: translationOf, ...fields } = changes
    const { groups, language } = await db.transaction(async (client) => {
      const locked = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(locked.state, actor)) throw new NotFoundException('post')
      unlessStale(locked.updatedAt.toJSDate())
      const { translationGroup: group } = locked
      if (locked.isTrashed) await this.#untrash(locked, input, fields)
      const { published: was } = locked
      if (translationOf) {
        locked.translationGroup = await joinTranslations({ id, translationOf, actor, client })
      } else if (translationOf === null) locked.translationGroup = null
      await this.#pin(locked, input, client)
      if (publishedAt) locked.publishedAt = DateTime.fromJSDate(publishedAt)
      await this.#checkType(locked, fields, { actor, client })
      const users = [locked.userId, actor.id]
      await refuseNoCover({ id: fields.cover_id, was: locked.coverId, users, client })
      const { tags } = fields
      const edits = tags ? { ...fields, tags: await slugsOf(tags, client) } : fields
      const { revision } = locked
      refuseUnreviewedEdit(locked, edits, actor)
      await locked.edit(attributesOf(edits), { editorId: actor.id, contentAttributes })
      if (locked.revision !== revision) await askAgain(id, actor, client)
      if (locked.published && !was) await client.from('post_reviews').where('post_id', id).delete()
      const changed = { groups: [group, locked.translationGroup], language: locked.language }
      if (locked.userId === actor.id) return changed
      const act = { action: 'post.edit', targetType: 'post', targetId: id } as const
      const isTurned = locked.published !== was
      const before = isTurned ? { published: was } : {}
      const edited = [...Object.keys(changes), ...(publishedAt ? ['published_at'] : [])]
      const after = { edited, ...(isTurned && { published: !was }) }
      await AuditEntry.record({ ...act, subjectId: locked.userId, before, after }, origin, client)
      return changed
    })
    await noteLanguage(language)
    await publishChange(id, ...groups)
  }

  /** The data of a public or scheduled post must fit its type. Changes of other members don't need that. */
  async #checkType(
    { type: was, data: kept, published, publishAt }: Post,
    { type = was, data = kept, ...changes }: PostChanges,
    { actor, client }: { actor: Actor; client: TransactionClientContract }
  ) {
    await refuseWriting(was, actor)
    if (type !== was) await refuseWriting(type, actor)
    const goesOut = changes.published === true && !published
    const isOut = changes.published ?? (published || publishAt !== null)
    const isChanged = goesOut || type !== was || data !== kept
    if (isOut && isChanged) await checkData({ type, data, actor, client })
  }

  async #untrash(locked: Post, { actor, untrashes }: UpdatePostInput, fields: PostChanges) {
    if (!untrashes) throw new PostTrashedException()
    // A client may send back all that it read, and nothing in the trash is published.
    if (fields.published === false) delete fields.published
    const { type = locked.type, data = locked.data } = fields
    const mayPublish = actor.permissions.has('posts.publish') && (await fitsType(type, data))
    await locked.untrash({ mayPublish })
  }

  async #pin(locked: Post, { actor, changes }: UpdatePostInput, client: TransactionClientContract) {
    const { id, userId: authorId, pinned: was } = locked
    const { pinned } = changes
    if (pinned !== undefined) await refusePin({ id, authorId, was, pinned, actor, client })
  }
}

/** @param edits may unpublish the post first */
function refuseUnreviewedEdit(post: Post, { published, ...edits }: PostChanges, actor: Actor) {
  const mayPublish = post.userId !== actor.id || actor.permissions.has('posts.publish')
  if (published && !post.published && !mayPublish) {
    throw new ForbiddenException('This needs the permission posts.publish.')
  }
  const { userId, publishAt } = post
  post.merge(attributesOf(edits))
  if (![...contentAttributes, 'type'].some((name) => name in post.$dirty)) return
  const isPublic = published ?? post.published
  refuseUnreviewed({ userId, published: isPublic, publishAt }, actor)
}
