import { test } from '@japa/runner'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { eventually } from '#tests/support/eventually'
import { send } from '#tests/support/wire'

test.group('Each part of a deployment', () => {
  test('comes back after a kill, with the same address and the same data', async ({
    assert,
    cleanup,
  }) => {
    const deployment = await Deployment.start()
    cleanup(() => deployment.stop())
    const { postgres, redis, plaza, nginx } = deployment
    const port = (nginx ?? plaza).port
    const serves = () => eventually(async () => (await send('/posts', { port })).status === 200)
    await postgres.query('create table kept as select 1 as one')

    for (const part of [redis, postgres, nginx, plaza]) {
      await part?.kill()
      await part?.start()
      await serves()
    }
    const [before] = plaza.workers
    plaza.killWorker()
    await eventually(() => plaza.workers.length === 2 && !plaza.workers.includes(before))
    await serves()

    assert.deepEqual(await postgres.query('select one from kept'), [{ one: 1 }])
    assert.equal(await plaza.stop(), 0)
    note({
      action: 'kill -9 of each part, one after the other, without load',
      times: 5,
      expected: 'the part and the service come back',
      result: 'as expected',
    })
  })
})
