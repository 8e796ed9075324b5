import { test } from '@japa/runner'
import { FailureLog } from '#observability/failure_log'

function makeLog() {
  const lines: { fields: Record<string, unknown>; message: string }[] = []
  const error = (fields: Record<string, unknown>, message: string) =>
    void lines.push({ fields, message })
  return { log: new FailureLog({ error } as any), lines }
}

test.group('A failure that repeats', () => {
  test('is logged once and then counted, until it is over', ({ assert }) => {
    const { log, lines } = makeLog()
    for (let time = 0; time < 5; time++) log.failed('recount', new Error('No'), {}, 'job failed')
    assert.lengthOf(lines, 1)

    assert.equal(log.succeeded('recount'), 4)
    assert.equal(log.succeeded('recount'), 0)
    log.failed('recount', new Error('No'), {}, 'job failed')
    assert.lengthOf(lines, 2)
  })

  test('is another one under another name or with another message', ({ assert }) => {
    const { log, lines } = makeLog()
    log.failed('recount', new Error('No'), {}, 'job failed')
    log.failed('recount', new Error('Never'), {}, 'job failed')
    log.failed('prune_names', new Error('No'), {}, 'job failed')
    assert.lengthOf(lines, 3)
    log.succeeded('recount')
    log.failed('prune_names', new Error('No'), {}, 'job failed')
    assert.lengthOf(lines, 3)
  })

  test('is logged again after an hour, with how often it was counted', ({ assert, cleanup }) => {
    const { log, lines } = makeLog()
    const { now } = performance
    cleanup(() => void (performance.now = now))
    let ahead = 0
    performance.now = () => now.call(performance) + ahead
    for (let time = 0; time < 4; time++) log.failed('recount', new Error('No'), {}, 'job failed')
    ahead = 3_600_000
    log.failed('recount', new Error('No'), {}, 'job failed')
    assert.lengthOf(lines, 2)
    assert.equal(lines[1].fields.repeated, 3)
  })
})
