import { registry, workers, workersWanted } from '#observability/metrics'
import { isToWorker, type FromWorker } from './messages.js'
import { endWithFailure } from '../failure.js'
import { serveJobs } from '../serving/job_server.js'
import { whenOrphaned } from '../services/processes.js'

const HEARTBEAT_MS = 5000

const send = (message: FromWorker) =>
  new Promise((resolve) => process.send!(message, undefined, undefined, resolve))

const measured = () => registry.getMetricsAsJSON().catch(() => [])

try {
  // A terminal or service manager signals every process; the primary alone decides.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
  whenOrphaned(() => process.exit(1))
  for (const gauge of [workers, workersWanted]) gauge.set(0)

  const stop = await serveJobs()
  process.on('message', async (message) => {
    if (!isToWorker(message)) return
    if (message.kind === 'measure') {
      void send({ kind: 'measured', id: message.id, measurements: await measured() })
    } else if (message.kind === 'drain') {
      await stop(async () => send({ kind: 'last_measured', measurements: await measured() }))
    }
  })
  setInterval(() => void send({ kind: 'alive' }), HEARTBEAT_MS).unref()
  void send({ kind: 'ready' })
} catch (error) {
  await endWithFailure(error)
}
