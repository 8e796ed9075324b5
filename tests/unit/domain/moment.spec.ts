import { test } from '@japa/runner'
import { moment } from '#cli/moment'
import { readMoment } from '#domain/moment'
import { listAuditValidator } from '#validators/staff'

/** The results of both transports for a moment: REST, and the command line. */
const read = async (text: string) => [
  await listAuditValidator.validate({ since: text }).then(
    ({ since }) => since!.getTime(),
    () => Number.NaN
  ),
  await Promise.resolve()
    .then(() => Date.parse(moment(text, -1)))
    .catch(() => Number.NaN),
]

test.group('A moment', () => {
  test('is parsed alike by both transports: {text}')
    .with([
      { text: '2024-02-29', time: Date.UTC(2024, 1, 29) },
      { text: '2000-02-29', time: Date.UTC(2000, 1, 29) },
      { text: '2026-12-31T18:30:00Z', time: Date.UTC(2026, 11, 31, 18, 30) },
      { text: '2026-12-31T18:30+05:30', time: Date.UTC(2026, 11, 31, 13) },
      { text: '2026-12-31T18:30:00.125-01:00', time: Date.UTC(2026, 11, 31, 19, 30, 0, 125) },
    ])
    .run(async ({ assert }, { text, time }) => {
      assert.equal(readMoment(text), time)
      assert.deepEqual(await read(text), [time, time])
    })

  test('that is invalid is refused by both transports: {$self}')
    .with([
      ...['2027-02-30', '2026-02-29', '2100-02-29', '1900-02-29T00:00:00Z', '2026-04-31'],
      ...['2026-06-31T10:00:00Z', '2026-09-31', '2026-11-31', '2026-13-01', '2026-00-10'],
      ...['2026-01-00', '2026-01-32', '2026-1-1', '2026-01-01T25:00:00Z', '2026-01-01T10:61:00Z'],
      ...['2026-01-01T10:00:00', '2026-01-01 10:00:00Z', '2026-01-01T10:00:00+9:00', ''],
      ...['20260101', '2026-W01', '2026-01-01T1.0:00Z', 'tomorrow'],
    ])
    .run(async ({ assert }, text) => {
      assert.isNaN(readMoment(text))
      assert.deepEqual(await read(text), [Number.NaN, Number.NaN])
    })
})
