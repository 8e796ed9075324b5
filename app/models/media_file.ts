import { DateTime } from 'luxon'
import { MediaFileSchema } from '#database/schema'

/** A content, once for all users who uploaded it. */
export default class MediaFile extends MediaFileSchema {
  get isBarred() {
    return this.barredAt !== null
  }

  bar() {
    this.barredAt = DateTime.now()
    return this.save()
  }

  unbar() {
    this.barredAt = null
    return this.save()
  }
}
