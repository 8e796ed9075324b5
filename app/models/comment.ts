import { beforeCreate, belongsTo } from '@adonisjs/lucid/orm'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { CommentSchema } from '#database/schema'
import { databaseTime } from '#db/database_time'
import { dateOnce } from '#models/date_once'
import Post from '#models/post'
import User from '#models/user'

export default class Comment extends CommentSchema {
  /** The table has the same limit. */
  static readonly maxDepth = 20

  @belongsTo(() => Post)
  declare post: BelongsTo<typeof Post>

  @belongsTo(() => User)
  declare author: BelongsTo<typeof User>

  @beforeCreate()
  static date(comment: Comment) {
    dateOnce(comment)
  }

  static living(client: TransactionClientContract) {
    return this.query({ client }).whereNull('deletedAt').whereNull('removedAt')
  }

  get isDeleted() {
    return this.deletedAt !== null
  }

  get isRemoved() {
    return this.removedAt !== null
  }

  /** Its text and author are kept. It may also be removed by staff. */
  get isTrashed() {
    return this.isDeleted && this.content !== null
  }

  /** Its author may restore and purge it. */
  get isInTrash() {
    return this.isTrashed && !this.isRemoved
  }

  get isLiving() {
    return !this.isDeleted && !this.isRemoved
  }

  /** Hidden replies count too. */
  async isAnswered(client: TransactionClientContract) {
    const { postId, id: parentId } = this
    const reply = await Comment.query({ client }).where({ postId, parentId }).select('id').first()
    return reply !== null
  }

  remove() {
    this.removedAt = DateTime.now()
    return this.save()
  }

  restore() {
    this.removedAt = null
    return this.save()
  }

  async trash() {
    this.deletedAt = await databaseTime(this.$trx!)
    await this.save()
  }

  entomb() {
    this.content = null
    this.userId = null
    this.deletedAt = DateTime.now()
    return this.save()
  }
}
