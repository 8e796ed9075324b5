import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import hash from '@adonisjs/core/services/hash'
import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { UserSchema } from '#database/schema'
import Comment from '#models/comment'
import Post from '#models/post'
import Session from '#models/session'

export default class User extends compose(
  UserSchema,
  withAuthFinder(() => hash.use())
) {
  @hasMany(() => Post)
  declare posts: HasMany<typeof Post>

  @hasMany(() => Comment)
  declare comments: HasMany<typeof Comment>

  @hasMany(() => Session)
  declare sessions: HasMany<typeof Session>

  /** Who has this e-mail or user name, in whatever case. */
  static withIdentifier(identifier: string) {
    return this.query()
      .whereRaw('lower(email) = lower(?)', [identifier])
      .orWhereRaw('lower(username) = lower(?)', [identifier])
      .first()
  }
}
