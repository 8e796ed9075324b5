import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionInput } from '#actions/staff/staff_action'
import MediaAction from '#actions/staff/media_action'
import type Media from '#models/media'

/** Files that were removed one by one stay so. */
export default class UnbarMedia extends MediaAction {
  override readonly name = 'media.unbar'
  override readonly description = 'Show a barred content again, and allow its uploads'
  override readonly inverse = 'media.bar'
  override readonly settlesReports = false

  protected override async change(
    media: Media,
    { actor }: ActionInput,
    client: TransactionClientContract
  ) {
    await this.authorizeOnAll(media.file, actor, client)
    await media.file.unbar()
    await this.noteChange(media.file, client)
  }
}
