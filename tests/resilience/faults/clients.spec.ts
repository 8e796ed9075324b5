import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/run_options'
import { sendBytes } from '#tests/support/wire'

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  return socket
}

const openMany = (port: number, count: number) =>
  Promise.all(Array.from({ length: count }, () => open(port)))

/** The requested number, or as many as this process's limit on open files allows. */
function connectionsAllowed(wanted: number) {
  const [, limit] = /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))!
  return Math.min(wanted, Number(limit) - 1000)
}

const crowd = connectionsAllowed(10_000)
let sockets: Socket[]

const faults: Fault[] = [
  {
    action: 'clients that disconnect in the middle of a body',
    times: 300,
    async inject({ plaza }) {
      const head = 'POST /login HTTP/1.1\r\nHost: plaza\r\nContent-Type: application/json\r\n'
      const leaving = await openMany(plaza.port, 300)
      for (const socket of leaving) socket.write(`${head}Content-Length: 1000\r\n\r\n{"username":`)
      await sleep(500)
      for (const socket of leaving) socket.destroy()
    },
  },
  {
    action: 'clients that send a byte a second, until they are disconnected',
    times: 100,
    expected: 'they are disconnected within 30 s, and no other client waits',
    async inject({ plaza }) {
      const slow = await openMany(plaza.port, 100)
      const request = `GET /posts HTTP/1.1\r\nHost: plaza\r\nX-Slow: ${'a'.repeat(100)}`
      let sent = 0
      const drip = setInterval(() => {
        for (const socket of slow) socket.write(request[sent])
        sent++
      }, 1000)
      // Reads the answer, because otherwise the end of the connection goes unnoticed.
      const ends = slow.map((socket) => once(socket.resume(), 'close'))
      const isOver = Promise.all(ends).then(() => true)
      const late = sleep(40_000, false, { ref: false })
      const wereLetGo = await Promise.race([isOver, late])
      clearInterval(drip)
      for (const socket of slow) socket.destroy()
      if (!wereLetGo) throw new Error('Slow clients are still there after 40 s')
    },
  },
  {
    action: 'silent connections, all at once',
    times: crowd,
    expected: 'the others are served, or get 503 with Retry-After within 3 s',
    async inject({ plaza }) {
      sockets = []
      while (sockets.length < crowd) sockets.push(...(await openMany(plaza.port, 250)))
    },
    durationMs: 2000,
    async repair() {
      for (const socket of sockets) socket.destroy()
    },
  },
  {
    action: 'requests in pipelines of 50',
    times: 1000,
    expected: 'all answers, in order',
    async inject({ plaza }) {
      const ids = Array.from({ length: 50 }, (_, index) => `pipe-${index}`)
      const one = (id: string, last: boolean) =>
        `GET /posts HTTP/1.1\r\nHost: plaza\r\nX-Request-Id: ${id}\r\n` +
        `${last ? 'Connection: close\r\n' : ''}\r\n`
      const bytes = ids.map((id, index) => one(id, index === ids.length - 1)).join('')
      for (let time = 0; time < 20; time++) {
        const said = await sendBytes(bytes, plaza.port)
        const answered = [...said.matchAll(/^x-request-id: (pipe-\d+)/gim)].map(([, id]) => id)
        if (String(answered) !== String(ids)) throw new Error(`answered in order ${answered}`)
      }
    },
  },
]

test.group('Under load, clients', (group) => {
  group.tap((one) => one.skip(isQuick, 'left out of the shorter pick'))

  test('{action}: other clients are served')
    .with(faults)
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await runUnderFault(await deployment(), fault), [])
    })
})
