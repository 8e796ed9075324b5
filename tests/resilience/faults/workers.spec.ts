import { test } from '@japa/runner'
import { endure, type Fault } from '#tests/resilience/faults/endure'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/pace'
import { eventually } from '#tests/support/eventually'
import { send } from '#tests/support/wire'

const timeout = { within: 60_000 }

/** Waits until there are as many new workers as there were old ones, and they serve. */
const replaced = async ({ plaza }: Deployment, gone: number[], size: number) => {
  const isReplaced = () =>
    plaza.workers.length === size && !plaza.workers.some((pid) => gone.includes(pid))
  await eventually(isReplaced, timeout)
  await ready(plaza.port)
}

const ready = (port: number) =>
  eventually(
    () =>
      send('/health/ready', { port }).then(
        ({ status }) => status === 200,
        () => false
      ),
    timeout
  )

const faults: (Fault & { isShort?: true })[] = [
  {
    done: 'kill -9 of a worker',
    times: 3,
    cuts: true,
    isShort: true,
    async strike(all) {
      for (let time = 0; time < 3; time++) {
        const { workers } = all.plaza
        process.kill(workers[0], 'SIGKILL')
        await replaced(all, workers.slice(0, 1), workers.length)
      }
    },
  },
  {
    done: 'kill -9 of all workers at once',
    cuts: true,
    async strike(all) {
      const { workers } = all.plaza
      for (const pid of workers) process.kill(pid, 'SIGKILL')
      await replaced(all, workers, workers.length)
    },
  },
  {
    done: 'kill -9 of the primary, restarted as by a service manager',
    cuts: true,
    strike: ({ plaza }) => plaza.kill(),
    heal: ({ plaza }) => plaza.start(),
  },
  {
    done: 'SIGHUP during writes: all workers replaced',
    times: 2,
    seamless: true,
    async strike(all) {
      for (let time = 0; time < 2; time++) {
        const { workers } = all.plaza
        all.plaza.signal('SIGHUP')
        await replaced(all, workers, workers.length)
      }
    },
  },
  {
    done: 'SIGTERM during writes, and a restart',
    promised: 'exit code 0, and running requests are answered',
    cuts: true,
    async strike({ plaza }) {
      const code = await plaza.stop()
      if (code !== 0) throw new Error(`Plaza ended with ${code}`)
    },
    heal: ({ plaza }) => plaza.start(),
  },
]

test.group('Under load, the processes of Plaza', () => {
  test('{done}: no write is lost')
    .with(faults.filter(({ isShort }) => isShort || !isQuick))
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await endure(await deployment(), fault), [])
    })
})
