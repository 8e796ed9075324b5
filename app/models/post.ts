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
import { excerptOf } from '#domain/excerpt'
import { madeOf } from '#domain/post_texts'
import { indexed, siteLanguage } from '#domain/search/site'
import { slugOf } from '#domain/slug'
import { postExists, type PostState } from '#domain/visibility'

interface Editing {
  editorId: number
  /** The attributes that a revision has. */
  contentAttributes: readonly string[]
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

  lock() {
    this.locked = true
    return this.save()
  }

  unlock() {
    this.locked = false
    return this.save()
  }

  /** The first publication gives the post its place in the lists. */
  edit(changes: Partial<ModelAttributes<Post>>, { editorId, contentAttributes }: Editing) {
    this.merge(changes as Partial<ModelAttributes<this>>)
    // The database keeps the superseded revision, and numbers the new one.
    if (contentAttributes.some((name) => name in this.$dirty)) {
      this.revision++
      this.editedBy = editorId
    }
    if (this.published) this.publishedAt ??= DateTime.now()
    return this.save()
  }
}
