import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import pg from 'pg'
import { identify } from '../../bin/services/processes.js'
import { Checkout } from './checkout.js'
import { eventually } from '#tests/support/eventually'

const LOADER = '--import=./bin/typescript.js'

test.group('A test run', (group) => {
  let checkout: Checkout

  group.setup(async () => {
    checkout = await Checkout.create()
    return () => checkout.remove()
  })

  test('leaves no process, port or folder behind when it is killed', async ({ assert }) => {
    const run = checkout.run([LOADER, 'tests/process/doomed.ts'])
    await run.says('}\n')
    const { pids, databaseUrl, folder, scratch } = JSON.parse(/^ready (.*)$/m.exec(run.output)![1]!)
    const orphan = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    assert.isDefined(identify(orphan))

    run.signal('SIGKILL')

    await eventually(() => !existsSync(scratch), { what: 'its folder is gone' })
    assert.isEmpty([...pids, orphan].filter((pid) => identify(pid)))
    assert.isEmpty(checkout.processes())
    const client = new pg.Client({ connectionString: databaseUrl })
    await assert.rejects(() => client.connect(), /ECONNREFUSED/)
  })
})

test.group('TypeScript', () => {
  test('is compiled in the importing thread, so that no other thread delays the exit', ({
    assert,
  }) => {
    // A loader's own thread waits in Atomics.wait, and Node may wait for it for ever.
    const threads = (...args: string[]) => {
      const script = `console.log(require('fs').readdirSync('/proc/self/task').length)`
      return spawnSync(process.execPath, [...args, '--eval', script], { encoding: 'utf8' }).stdout
    }
    assert.equal(threads(LOADER), threads())
  }).skip(process.platform !== 'linux', 'only Linux tells the threads of a process')

  test('does not delay a server that is stopped while it starts', async ({ assert, cleanup }) => {
    const checkout = await Checkout.create()
    cleanup(() => checkout.remove())
    const env = { NODE_ENV: 'test', DATABASE_URL: 'postgres://127.0.0.1:1/none', REDIS_URL: '' }
    const servers = Array.from({ length: 12 }, () => checkout.run([LOADER, 'bin/server.ts'], env))
    for (const server of servers) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      server.signal('SIGTERM')
    }
    for (const server of servers) await server.exitCode()
    assert.isEmpty(checkout.processes())
  })
})
