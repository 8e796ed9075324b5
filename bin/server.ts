import { endWithFailure } from './failure.js'
import { whenOrphaned } from './services/processes.js'
import { serve } from './serving/serve.js'
import { whenToldToEnd } from './serving/signals.js'

try {
  const { stop } = await serve()
  whenToldToEnd(stop, () => process.exit(1))
  whenOrphaned(stop)
} catch (error) {
  await endWithFailure(error)
}
