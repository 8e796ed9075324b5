import cluster from 'node:cluster'
import { endWithFailure } from '../failure.js'

try {
  const { run } = cluster.isPrimary
    ? await import('../cluster/primary.js')
    : await import('../cluster/worker.js')
  await run()
} catch (error) {
  await endWithFailure(error)
}
