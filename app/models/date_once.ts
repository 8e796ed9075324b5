import { DateTime } from 'luxon'

/** Dates a new row, which was never changed: Lucid reads the clock twice, and may get two times. */
export function dateOnce(row: { createdAt: DateTime; updatedAt: DateTime }) {
  row.createdAt ??= DateTime.now()
  row.updatedAt ??= row.createdAt
}
