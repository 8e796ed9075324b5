import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { gatherWith, registry, workersWanted } from '#observability/metrics'
import { whenOrphaned } from '../services/processes.js'
import { serve, type Serving } from '../serving/serve.js'
import { isToWorker, type FromWorker } from './messages.js'

const HEARTBEAT_INTERVAL_MS = 5000

const send = (message: FromWorker) =>
  new Promise((resolve) => process.send!(message, undefined, undefined, resolve))

export async function run() {
  // A terminal or service manager signals every process; the primary alone decides.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
  whenOrphaned(() => process.exit(1))

  gatherWith(askForMetrics)
  workersWanted.set(Number(process.env.WEB_CONCURRENCY))
  const serving = await serve(listenToPrimary)
  process.on('message', (message, socket) => void receive(message, socket as Socket, serving))
  setInterval(() => void send({ kind: 'alive' }), HEARTBEAT_INTERVAL_MS).unref()
  void send({ kind: 'ready' })
}

/** The primary owns the port, so this server only emits `listening`. */
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
    if (socket) server.emit('connection', socket)
  } else if (message.kind === 'measure') {
    void send({ kind: 'measured', id: message.id, measurements: await measured() })
  } else if (message.kind === 'metrics') {
    pending.get(message.id)?.(message.text)
    pending.delete(message.id)
  } else if (message.kind === 'drain') {
    await stop(async () => send({ kind: 'last_measured', measurements: await measured() }))
  }
}

/** A failing metric must not end the worker. */
const measured = () => registry.getMetricsAsJSON().catch(() => [])

const pending = new Map<number, (text: string) => void>()
let lastId = 0

function askForMetrics(): Promise<string> {
  const id = ++lastId
  void send({ kind: 'metrics', id })
  return new Promise((resolve) => pending.set(id, resolve))
}
