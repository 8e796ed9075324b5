import { DateTime } from 'luxon'

/** Lucid reads the clock twice, so the two times of a new row could differ. */
export function dateOnce(row: { createdAt: DateTime; updatedAt: DateTime }) {
  row.createdAt ??= DateTime.now()
  row.updatedAt ??= row.createdAt
}
