import ContentAction from '#actions/staff/content_action'
import type MediaFile from '#models/media_file'

/** Files that were removed one by one stay so. */
export default class UnbarMedia extends ContentAction {
  override readonly name = 'media.unbar'
  override readonly description = 'Show a barred content again, and allow its uploads'
  override readonly inverse = 'media.bar'
  override readonly settlesReports = false

  protected override changeContent(file: MediaFile) {
    return file.unbar()
  }
}
