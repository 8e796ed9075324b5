import { test } from '@japa/runner'
import { Gate } from '#observability/overload'

const limit = 300

/** The states of a gate after each measurement. */
function measuring(...delays: number[]) {
  const gate = new Gate()
  return delays.map((delay) => {
    gate.note(delay, limit)
    return gate.isClosed ? 'closed' : 'open'
  })
}

test.group('The overload gate', () => {
  test('stays open after one delay, however long', ({ assert }) => {
    assert.notInclude(measuring(0, 5000, 0, 301, 0), 'closed')
  })

  test('stays open at its exact limit', ({ assert }) => {
    assert.notInclude(measuring(300, 300, 300), 'closed')
  })

  test('closes after two delays in a row', ({ assert }) => {
    assert.deepEqual(measuring(301, 301), ['open', 'closed'])
  })

  test('opens again only after four calm samples in a row', ({ assert }) => {
    const states = measuring(400, 400, 0, 0, 0, 200, 0, 0, 0, 0)
    assert.equal(states.indexOf('closed'), 1)
    assert.equal(states.lastIndexOf('closed'), 8)
  })

  test('reports each change once', ({ assert }) => {
    const turns: boolean[] = []
    const gate = new Gate((isClosed) => turns.push(isClosed))
    for (const delay of [400, 400, 400, 0, 0, 0, 0, 0]) gate.note(delay, limit)
    assert.deepEqual(turns, [true, false])
  })
})
