import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionInput } from '#actions/staff/staff_action'
import MediaAction from '#actions/staff/media_action'
import type Media from '#models/media'

/** Hides a content from all but staff, in the files of all users, and refuses later uploads of it. */
export default class BarMedia extends MediaAction {
  override readonly name = 'media.bar'
  override readonly description =
    'Take a content out of sight, in the files of all users, and refuse its uploads'
  override readonly inverse = 'media.unbar'

  protected override async change(
    media: Media,
    { actor }: ActionInput,
    client: TransactionClientContract
  ) {
    await this.authorizeOnAll(media.file, actor, client)
    await media.file.bar()
    await this.noteChange(media.file, client)
  }
}
