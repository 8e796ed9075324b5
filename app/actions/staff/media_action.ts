import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { authorsOf } from '#actions/staff/authors'
import StaffAction from '#actions/staff/staff_action'
import PostUpdated from '#events/post_updated'
import UserRenamed from '#events/user_renamed'
import UserUpdated from '#events/user_updated'
import Media from '#models/media'
import User from '#models/user'
import { postsWithCover } from '#queries/media/covers'

export default abstract class MediaAction extends StaffAction<Media> {
  override readonly targetType = 'media'
  override readonly permission = 'media.remove'

  protected override async find(id: number, client: TransactionClientContract) {
    const [media] = await this.findMany([id], client)
    return media ?? null
  }

  /** With their contents, which an upload of the same locks too. */
  override async findMany(ids: number[], client: TransactionClientContract) {
    return Media.query({ client })
      .whereIn('id', ids)
      .whereNotNull('fileId')
      .orderBy('id')
      .forUpdate()
      .preload('file', (files) => void files.orderBy('id').forUpdate())
  }

  override subjectsOf(files: Media[], client: TransactionClientContract) {
    return authorsOf(files, client)
  }

  protected override async subjectOf({ userId }: Media, client: TransactionClientContract) {
    return userId === null ? null : User.withRole(client).where('id', userId).first()
  }

  protected override factsOf({ isRemoved: removed, file }: Media) {
    return { removed, barred: file.isBarred }
  }

  /** Texts have an address, and its bytes are looked up each time. Users and covers show the picture itself. */
  override async publish({ fileId }: Media) {
    const rows: { id: number }[] = await db.from('media').where('file_id', fileId!).select('id')
    const ids = rows.map(({ id }) => id)
    const users = await db
      .from('users')
      .whereIn('avatar_id', ids)
      .orWhereIn('header_id', ids)
      .select('id')
    for (const { id } of users) {
      await UserUpdated.dispatch(id)
      await UserRenamed.dispatch(id)
    }
    for (const id of await postsWithCover(ids, db.connection())) await PostUpdated.dispatch(id)
  }
}
