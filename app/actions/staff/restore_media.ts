import MediaAction from '#actions/staff/media_action'
import type Media from '#models/media'

/** A bar on its content stays. */
export default class RestoreMedia extends MediaAction {
  override readonly name = 'media.restore'
  override readonly description = 'Bring a removed file back'
  override readonly inverse = 'media.remove'
  override readonly settlesReports = false

  protected override async change(media: Media) {
    await media.restore()
  }
}
