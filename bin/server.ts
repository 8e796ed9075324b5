import { endWithFailure } from './failure.js'
import { whenOrphaned } from './services/processes.js'
import { serve } from './serving/serve.js'
import { whenToldToEnd } from './serving/signals.js'

try {
  const serving = serve()
  // It answers a little before it is all there, and must not drop that when it is told to end just then.
  const stop = async () => (await serving).stop()
  whenToldToEnd(stop, () => process.exit(1))
  await serving
  whenOrphaned(stop)
} catch (error) {
  await endWithFailure(error)
}
