import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { Systemd } from '../../bin/cluster/systemd.js'
import { ClusterProcess } from '#tests/support/cluster_process'
import { eventually } from '#tests/support/eventually'
import { missing, NotifySocket } from '#tests/support/notify_socket'

const name = `plaza-notify-${randomUUID()}`

test.group('A cluster under systemd', (group) => {
  group.tap((one) => one.skip(missing !== '', `there is no ${missing}`))

  test('reports when it is ready, alive, reloading and stopping', async ({ assert, cleanup }) => {
    const path = join(tmpdir(), name)
    const systemd = await NotifySocket.open(path)
    const cluster = await ClusterProcess.start({
      NOTIFY_SOCKET: path,
      WATCHDOG_USEC: '400000',
      WEB_CONCURRENCY: '1',
    })
    cleanup(async () => {
      await cluster.kill()
      systemd.close()
      await rm(path, { force: true })
    })
    const heard = (line: string) => () => systemd.assignments.includes(line)

    await eventually(heard('READY=1'))
    await eventually(heard('WATCHDOG=1'))
    cluster.signal('SIGHUP')
    await cluster.says('reloaded')
    cluster.signal('SIGTERM')
    assert.equal(await cluster.exitCode(), 0)
    await eventually(heard('STOPPING=1'))

    const [ready, reloading, since, again, ...rest] = systemd.assignments.filter(
      (line) => line !== 'WATCHDOG=1' && !line.startsWith('STATUS=')
    )
    const says = systemd.assignments.filter((line) => line.startsWith('STATUS='))
    assert.deepEqual([ready, reloading, again], ['READY=1', 'RELOADING=1', 'READY=1'])
    assert.match(since, /^MONOTONIC_USEC=\d+$/)
    assert.deepEqual(rest, ['STOPPING=1'])
    assert.match(says[0], /^STATUS=1 worker serves \S+:\d+$/)
    assert.equal(says[1], 'STATUS=reloading')
    assert.match(says[2], /; the reload at \S+Z is done$/)
  })

  test('reports it over an abstract socket too', async ({ cleanup }) => {
    const systemd = await NotifySocket.open(`@${name}`)
    process.env.NOTIFY_SOCKET = systemd.path
    cleanup(() => {
      systemd.close()
      delete process.env.NOTIFY_SOCKET
    })

    await new Systemd(await app.container.make('logger')).send('READY=1')

    await eventually(() => systemd.assignments.includes('READY=1'))
  })
})
