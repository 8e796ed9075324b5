import MediaAction from '#actions/staff/media_action'
import type Media from '#models/media'

/** Hides a file of a user, with its bytes, from all but staff. Another user's upload of the same stays. */
export default class RemoveMedia extends MediaAction {
  override readonly name = 'media.remove'
  override readonly description = 'Take a file out of sight'
  override readonly inverse = 'media.restore'

  protected override async change(media: Media) {
    await media.remove()
  }
}
