import {
  beforeCreate,
  beforeFetch,
  beforeFind,
  beforeUpdate,
  belongsTo,
  hasMany,
} from '@adonisjs/lucid/orm'
import type { ModelAttributes, ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { PostSchema } from '#database/schema'
import { dateOnce } from '#models/date_once'
import Comment from '#models/comment'
import User from '#models/user'
import { databaseTime } from '#db/database_time'
import { excerptOf } from '#domain/excerpt'
import type { MissedPolicy } from '#domain/post_status'
import { madeOf } from '#domain/post_texts'
import { indexed, siteLanguage } from '#domain/search/site'
import { slugOf } from '#domain/slug'
import { postExists, type PostState } from '#domain/visibility'

interface Editing {
  editorId: number
  contentAttributes: readonly string[]
}

interface Terms {
  until?: DateTime | null
  timeZone?: string | null
  onMissed?: MissedPolicy
}

export default class Post extends PostSchema {
  @belongsTo(() => User)
  declare author: BelongsTo<typeof User>

  @hasMany(() => Comment)
  declare comments: HasMany<typeof Comment>

  @beforeCreate()
  static date(post: Post) {
    dateOnce(post)
  }

  @beforeCreate()
  static async makeTexts(post: Post) {
    post.contentFormat ??= 'plain'
    post.language ??= siteLanguage()
    post.merge(await madeOf(post))
  }

  @beforeUpdate()
  static async remakeTexts(post: Post) {
    const { title, content, language, contentFormat, slug, excerpt } = post.$dirty
    const isNew = (...values: unknown[]) => values.some((value) => value !== undefined)
    if (isNew(title, content, language)) post.merge(await indexed(post))

    if (isNew(slug)) post.slugGiven = slug !== null
    // A public address stays.
    const isPublic = Boolean(post.$original.publishedAt)
    const isNamedAnew = slug === null || (isNew(title) && !isPublic)
    if (isNamedAnew && !post.slugGiven) post.slug = slugOf(post.title, post.language)

    if (isNew(excerpt)) post.excerptGiven = excerpt !== null
    if (isNew(content, contentFormat, excerpt) && !post.excerptGiven) {
      post.excerpt = await excerptOf(post)
    }
  }

  @beforeFind()
  @beforeFetch()
  static leaveDeleted(query: ModelQueryBuilderContract<typeof Post>) {
    query.whereRaw(postExists.forVisitors)
  }

  get state(): PostState {
    return {
      user_id: this.userId,
      visible: this.published && this.removedAt === null,
      locked: this.locked,
      comments_open: this.commentsOpen,
      removed_at: this.removedAt?.toJSDate() ?? null,
      deleted_at: this.deletedAt?.toJSDate() ?? null,
      trashed_at: this.trashedAt?.toJSDate() ?? null,
    }
  }

  get isRemoved() {
    return this.removedAt !== null
  }

  /** Hides the post with its votes and comments from every list, count and cache, until restored. */
  remove() {
    this.removedAt = DateTime.now()
    return this.save()
  }

  restore() {
    this.removedAt = null
    return this.save()
  }

  async hide() {
    this.deletedAt = DateTime.now()
    this.removedAt ??= this.deletedAt
    await this.save()
  }

  get isTrashed() {
    return this.trashedAt !== null
  }

  /** Hides the post, votes and comments from all but its author, until restored or purged. */
  async trash() {
    this.trashedAt = await databaseTime(this.$trx!)
    this.restoresPublished = this.published
    this.published = false
    await this.save()
  }

  /** Restores a post, but no schedule that was due meanwhile. @param mayPublish false: it comes back unpublished */
  async untrash({ mayPublish }: { mayPublish: boolean }) {
    await this.$trx!.rawQuery(
      `update posts set trashed_at = null, restores_published = false, updated_at = now(),
         published = restores_published and :mayPublish and coalesce(unpublish_at > now(), true),
         unpublish_at = case when unpublish_at > now() then unpublish_at end,
         held = case when publish_at <= now() then 'late' else held end
       where id = :id`,
      { id: this.id, mayPublish }
    )
    await this.refresh()
  }

  lock() {
    this.locked = true
    return this.save()
  }

  unlock() {
    this.locked = false
    return this.save()
  }

  edit(
    { published, ...changes }: Partial<ModelAttributes<Post>>,
    { editorId, contentAttributes }: Editing
  ) {
    this.merge(changes as Partial<ModelAttributes<this>>)
    // The database keeps the superseded revision, and numbers the new one.
    if (contentAttributes.some((name) => name in this.$dirty)) {
      this.revision = (this.revision ?? 1) + 1
      this.editedBy = editorId
    }
    if (published === true && !this.published) this.publish()
    if (published === false && this.published) this.unpublish()
    return this.save()
  }

  /** The first publication gives the post its place in the lists. */
  publish() {
    this.published = true
    this.publishedAt ??= DateTime.now()
    this.#endSchedule()
  }

  /** Also cancels a schedule. */
  unpublish() {
    this.published = false
    this.unpublishAt = null
    this.#endSchedule()
  }

  /** The present publication stays. */
  cancelSchedule() {
    this.#endSchedule()
  }

  schedule(at: DateTime) {
    this.publishAt = at
    this.held = null
  }

  setTerms({ until, timeZone, onMissed }: Terms) {
    if (until !== undefined) this.unpublishAt = until
    if (timeZone !== undefined) this.timeZone = timeZone
    if (onMissed !== undefined && this.publishAt) this.onMissed = onMissed
  }

  #endSchedule() {
    this.publishAt = this.onMissed = this.held = null
    if (this.unpublishAt === null) this.timeZone = null
  }
}
