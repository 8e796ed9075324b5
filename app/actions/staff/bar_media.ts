import ContentAction from '#actions/staff/content_action'
import type MediaFile from '#models/media_file'

/** Hides a content from all but staff, in the files of all users, and refuses later uploads of it. */
export default class BarMedia extends ContentAction {
  override readonly name = 'media.bar'
  override readonly description =
    'Take a content out of sight, in the files of all users, and refuse its uploads'
  override readonly inverse = 'media.unbar'

  protected override changeContent(file: MediaFile) {
    return file.bar()
  }
}
