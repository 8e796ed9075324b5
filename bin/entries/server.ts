import { Logger } from '@adonisjs/core/logger'
import { readSettings } from '../cluster/environment.js'
import { endWithFailure } from '../failure.js'
import { checkDatabase } from '../serving/database.js'
import { serve } from '../serving/serve.js'
import { whenOrphaned } from '../services/processes.js'
import { whenToldToEnd } from '../serving/signals.js'
import { logWarnings } from '../serving/log_warnings.js'

logWarnings()

try {
  const { databaseUrl, logLevel } = await readSettings()
  const logger = new Logger({ name: 'plaza', level: logLevel, enabled: true })
  const check = checkDatabase(databaseUrl, new URL('../../', import.meta.url), logger)
  check.catch(() => {})

  const serving = serve(undefined, check)
  // The server answers before `serve` resolves; a signal just then must still drain it.
  const stop = async () => (await serving).stop()
  whenToldToEnd(stop, () => process.exit(1))
  await serving
  whenOrphaned(stop)
} catch (error) {
  await endWithFailure(error)
}
