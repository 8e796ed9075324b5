import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
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

  test('reports its end at once, where messages take longer than the watchdog allows', async ({
    assert,
    cleanup,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-notify-'))
    const record = join(folder, 'record')
    await writeFile(
      join(folder, 'systemd-notify'),
      `#!/bin/sh\nsleep 0.1\necho "$1" >> ${record}\n`,
      { mode: 0o755 }
    )
    const { PATH } = process.env
    Object.assign(process.env, {
      PATH: `${folder}:${PATH}`,
      NOTIFY_SOCKET: name,
      WATCHDOG_USEC: '10000',
    })
    let isWell = true
    cleanup(async () => {
      isWell = false
      process.env.PATH = PATH
      delete process.env.NOTIFY_SOCKET
      delete process.env.WATCHDOG_USEC
      await rm(folder, { recursive: true })
    })
    const systemd = new Systemd(await app.container.make('logger'))
    const recorded = async () => (await readFile(record, 'utf8').catch(() => '')).split('\n')

    systemd.watch(() => isWell)
    await eventually(async () => (await recorded()).length > 3)
    const before = (await recorded()).length
    await systemd.send('STOPPING=1')

    const place = (await recorded()).indexOf('STOPPING=1')
    assert.isAtLeast(place, 0)
    assert.isAtMost(place - before, 2)
  })
})
