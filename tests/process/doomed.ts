import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestServices } from '../../bin/services.js'

/*
 * A program for leftovers.spec.ts: a test run that has started all kinds of processes. None of them ends
 * by itself, and the run is killed.
 */
const { databaseUrl } = await startTestServices()

const folder = await mkdtemp(join(tmpdir(), 'plaza-doomed-'))
const endless = 'setInterval(() => {}, 1000); process.send?.(0)'
const node = process.execPath
const detached = { detached: true, stdio: 'ignore' } as const
const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
const children = [
  spawn(node, ['--eval', `process.on('SIGTERM', () => {}); ${endless}`], { stdio: [...stdio] }),
  // They don't have the run's environment: one is found by its folder, the other by its arguments.
  spawn(node, ['--eval', endless], { ...detached, cwd: folder, env: {} }),
  spawn(node, ['--eval', endless, folder], { ...detached, cwd: '/', env: {} }),
  // The middle one of three ends, so the last one has no parent in the run.
  spawn('sh', ['-c', `(cd / && exec sleep 600) & echo $! > ${folder}/pid`], detached),
  spawn('redis-server', ['--port', '0', '--unixsocket', join(folder, 'redis.sock')], {
    ...detached,
    cwd: folder,
  }),
]
await once(children[0]!, 'message')
children[0]!.kill('SIGSTOP')

const pids = children.map(({ pid }) => pid)
console.log(`ready ${JSON.stringify({ pids, databaseUrl, folder, scratch: tmpdir() })}`)
setInterval(() => {}, 1000)
