import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { gatherWith, registry, workersWanted } from '#observability/metrics'
import { whenOrphaned } from '../services/processes.js'
import { serve, type Serving } from '../serving/serve.js'
import { isToWorker, type FromWorker } from './messages.js'

const HEARTBEAT = 5000

/** @returns when it is on its way */
const send = (message: FromWorker) =>
  new Promise((resolve) => process.send!(message, undefined, undefined, resolve))

/** Serves the connections that the primary gives, until it says that there are no more. */
export async function run() {
  // What a terminal or a service manager sends to all: the primary knows what to do.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
  whenOrphaned(() => process.exit(1))

  gatherWith(askForMetrics)
  workersWanted.set(Number(process.env.WEB_CONCURRENCY))
  const serving = await serve(listenToPrimary)
  process.on('message', (message, socket) => void receive(message, socket as Socket, serving))
  setInterval(() => void send({ kind: 'alive' }), HEARTBEAT).unref()
  void send({ kind: 'ready' })
}

/** The port is the primary's; whoever waits for this server to listen is told that it does. */
function listenToPrimary(server: Server) {
  server.listen = () => {
    process.nextTick(() => server.emit('listening'))
    return server
  }
}

async function receive(message: unknown, socket: Socket | undefined, { server, stop }: Serving) {
  if (!isToWorker(message)) return
  if (message.kind === 'connection') {
    void send({ kind: 'taken' })
    // Without one, the client left on the way here.
    if (socket) server.emit('connection', socket)
  } else if (message.kind === 'measure') {
    void send({ kind: 'measured', id: message.id, measurements: await measured() })
  } else if (message.kind === 'metrics') {
    asked.get(message.id)?.(message.text)
    asked.delete(message.id)
  } else if (message.kind === 'drain') {
    await stop(async () => send({ kind: 'bequest', measurements: await measured() }))
  }
}

/** Nothing rather than the end of this worker, should a part fail to say what it counted. */
const measured = () => registry.getMetricsAsJSON().catch(() => [])

const asked = new Map<number, (text: string) => void>()
let question = 0

function askForMetrics(): Promise<string> {
  const id = ++question
  void send({ kind: 'metrics', id })
  return new Promise((resolve) => asked.set(id, resolve))
}
