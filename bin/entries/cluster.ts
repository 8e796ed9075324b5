import cluster from 'node:cluster'
import { endWithFailure } from '../failure.js'
import { logWarnings } from '../serving/log_warnings.js'

logWarnings()

try {
  const { run } = cluster.isPrimary
    ? await import('../cluster/primary.js')
    : await import('../cluster/worker.js')
  await run()
} catch (error) {
  await endWithFailure(error)
}
