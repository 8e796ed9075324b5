import { test } from '@japa/runner'
import { replaced } from '#tests/resilience/faults/replaced'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/run_options'

const faults: (Fault & { isShort?: true })[] = [
  {
    action: 'kill -9 of a worker',
    times: 3,
    cutsConnections: true,
    isShort: true,
    async inject(all) {
      for (let time = 0; time < 3; time++) {
        const { workers } = all.plaza
        process.kill(workers[0], 'SIGKILL')
        await replaced(all, workers.slice(0, 1), workers.length)
      }
    },
  },
  {
    action: 'kill -9 of all workers at once',
    cutsConnections: true,
    async inject(all) {
      const { workers } = all.plaza
      for (const pid of workers) process.kill(pid, 'SIGKILL')
      await replaced(all, workers, workers.length)
    },
  },
  {
    action: 'kill -9 of the primary, restarted as by a service manager',
    cutsConnections: true,
    inject: ({ plaza }) => plaza.kill(),
    repair: ({ plaza }) => plaza.start(),
  },
  {
    action: 'SIGHUP during writes: all workers replaced',
    times: 2,
    noFailures: true,
    async inject(all) {
      for (let time = 0; time < 2; time++) {
        const { workers } = all.plaza
        all.plaza.signal('SIGHUP')
        await replaced(all, workers, workers.length)
      }
    },
  },
  {
    action: 'SIGTERM during writes, and a restart',
    expected: 'exit code 0, and running requests are answered',
    cutsConnections: true,
    async inject({ plaza }) {
      const code = await plaza.stop()
      if (code !== 0) throw new Error(`Plaza ended with ${code}`)
    },
    repair: ({ plaza }) => plaza.start(),
  },
]

test.group('Under load, the processes of Plaza', () => {
  test('{action}: no write is lost')
    .with(faults.filter(({ isShort }) => isShort || !isQuick))
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await runUnderFault(await deployment(), fault), [])
    })
})
