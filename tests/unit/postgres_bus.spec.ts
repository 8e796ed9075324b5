import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { cacheDrivers, startWorkers } from '#tests/support/cache_workers'
import { eventually } from '#tests/support/eventually'
import { Source } from '#tests/support/source'

test.group('The bus over PostgreSQL', () => {
  const pids = async (): Promise<number[]> => {
    const rows = await db.from('pg_stat_activity').select('pid').where(onBus)
    return rows.map(({ pid }) => pid)
  }
  const onBus = { application_name: 'plaza bus' }

  test('a silent connection does not delay writers for long, and is replaced', async ({
    assert,
    cleanup,
  }) => {
    const before = await pids()
    const [worker] = await startWorkers(cacheDrivers[1], 1)
    cleanup(() => worker.close())
    const source = new Source()
    await source.through(worker)
    const after = await pids()
    const silent = after.find((pid) => !before.includes(pid))!
    process.kill(silent, 'SIGSTOP')
    cleanup(() => void process.kill(silent, 'SIGCONT'))

    const start = Date.now()
    await source.write(worker, 'new')
    assert.isBelow(Date.now() - start, 2000)
    assert.equal(await source.through(worker), 'new')
    await eventually(() => worker.isReady)
    await source.write(worker, 'newer')
    assert.isTrue(worker.isReady)
  })
})
