import {
  beforeCreate,
  beforeFetch,
  beforeFind,
  beforeSave,
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
import { indexed } from '#domain/search/site'
import { postExists, type PostState } from '#domain/visibility'

export default class Post extends PostSchema {
  @belongsTo(() => User)
  declare author: BelongsTo<typeof User>

  @hasMany(() => Comment)
  declare comments: HasMany<typeof Comment>

  @beforeCreate()
  static date(post: Post) {
    dateOnce(post)
  }

  /** A post is found by what it says now. */
  @beforeSave()
  static async index(post: Post) {
    if (!('title' in post.$dirty || 'content' in post.$dirty)) return
    const { search, searchVersion } = await indexed(post)
    post.merge({ search, searchVersion })
  }

  /** A deleted post is there for nobody, and goes in the background. */
  @beforeFind()
  @beforeFetch()
  static leaveDeleted(query: ModelQueryBuilderContract<typeof Post>) {
    query.whereRaw(postExists.forAnybody)
  }

  /** What decides on who sees it. */
  get state(): PostState {
    return {
      user_id: this.userId,
      visible: this.published && this.removedAt === null,
      locked: this.locked,
      removed_at: this.removedAt?.toJSDate() ?? null,
      deleted_at: this.deletedAt?.toJSDate() ?? null,
    }
  }

  get isRemoved() {
    return this.removedAt !== null
  }

  /** Takes it out of every list, count and cache, with its votes and comments, until restored. */
  remove() {
    this.removedAt = DateTime.now()
    return this.save()
  }

  restore() {
    this.removedAt = null
    return this.save()
  }

  /** Hides it from everybody at once and for good; the rows go in the background. */
  async hide() {
    this.deletedAt = DateTime.now()
    this.removedAt ??= this.deletedAt
    await this.save()
  }

  /** A locked post takes no comments and no votes. */
  lock() {
    this.locked = true
    return this.save()
  }

  unlock() {
    this.locked = false
    return this.save()
  }

  /** Changes the named fields; the first publication gives the post its place in the lists. */
  edit(changes: Partial<ModelAttributes<Post>>) {
    this.merge(changes as Partial<ModelAttributes<this>>)
    if (this.published) this.publishedAt ??= DateTime.now()
    return this.save()
  }
}
