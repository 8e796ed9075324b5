import { test } from '@japa/runner'
import { CircuitBreaker, CircuitOpenError } from '#cache/circuit_breaker'
import { eventually } from '#tests/support/eventually'

const timeout = new Error('Command timed out')
const isTimeout = (error: unknown) => error === timeout
const fail = (error: Error) => () => Promise.reject(error)
const answer = async () => 'answer'

test.group('A circuit breaker', () => {
  test('refuses calls to a part that has just timed out', async ({ assert }) => {
    const circuit = new CircuitBreaker(isTimeout, 60_000)
    await assert.rejects(() => circuit.run(fail(timeout)), timeout.message)
    let asked = 0
    await assert.rejects(() => circuit.run(async () => asked++), CircuitOpenError)
    assert.equal(asked, 0)
  })

  test('allows calls to a part that refuses quickly', async ({ assert }) => {
    const circuit = new CircuitBreaker(isTimeout, 60_000)
    await assert.rejects(() => circuit.run(fail(new Error('OOM'))), 'OOM')
    assert.equal(await circuit.run(answer), 'answer')
  })

  test('allows one call after a while, and all calls after its success', async ({ assert }) => {
    const circuit = new CircuitBreaker(isTimeout, 20)
    await assert.rejects(() => circuit.run(fail(timeout)), timeout.message)
    const { promise, resolve } = Promise.withResolvers<string>()
    let trial: Promise<string> | undefined
    await eventually(() => {
      const asked = circuit.run(() => (trial = promise))
      asked.catch(() => {})
      return trial !== undefined
    })
    await assert.rejects(() => circuit.run(answer), CircuitOpenError)
    resolve('it is back')
    await trial
    await eventually(() =>
      circuit.run(answer).then(
        () => true,
        () => false
      )
    )
    assert.deepEqual(await Promise.all([circuit.run(answer), circuit.run(answer)]), [
      'answer',
      'answer',
    ])
  })
})
