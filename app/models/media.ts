import { belongsTo } from '@adonisjs/lucid/orm'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { MediaSchema } from '#database/schema'
import MediaFile from '#models/media_file'
import { isInSight } from '#domain/media'

/** What a user has said of an uploaded file. */
export default class Media extends MediaSchema {
  static override table = 'media'

  @belongsTo(() => MediaFile, { foreignKey: 'fileId' })
  declare file: BelongsTo<typeof MediaFile>

  /** Narrows a query to the files that a user has, without those that staff took. */
  static inSightOf(userId: number) {
    return (query: ModelQueryBuilderContract<typeof Media>) =>
      void query.where({ userId }).whereRaw(isInSight)
  }

  get isRemoved() {
    return this.removedAt !== null
  }

  remove() {
    this.removedAt = DateTime.now()
    return this.save()
  }

  restore() {
    this.removedAt = null
    return this.save()
  }
}
