import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { endure, type Fault } from '#tests/resilience/faults/endure'
import { deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/pace'
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
    done: 'clients that disconnect in the middle of a body',
    times: 300,
    async strike({ plaza }) {
      const head = 'POST /login HTTP/1.1\r\nHost: plaza\r\nContent-Type: application/json\r\n'
      const leaving = await openMany(plaza.port, 300)
      for (const socket of leaving) socket.write(`${head}Content-Length: 1000\r\n\r\n{"username":`)
      await sleep(500)
      for (const socket of leaving) socket.destroy()
    },
  },
  {
    done: 'clients that send a byte a second, until they are disconnected',
    times: 100,
    promised: 'they are disconnected within 30 s, and no other client waits',
    async strike({ plaza }) {
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
    done: 'silent connections, all at once',
    times: crowd,
    promised: 'the others are served, or get 503 with Retry-After within 3 s',
    async strike({ plaza }) {
      sockets = []
      while (sockets.length < crowd) sockets.push(...(await openMany(plaza.port, 250)))
    },
    lasts: 2000,
    async heal() {
      for (const socket of sockets) socket.destroy()
    },
  },
  {
    done: 'requests in pipelines of 50',
    times: 1000,
    promised: 'all answers, in order',
    async strike({ plaza }) {
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

  test('{done}: other clients are served')
    .with(faults)
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await endure(await deployment(), fault), [])
    })
})
