import { Logger } from '@adonisjs/core/logger'

/**
 * Logs the warnings of Node as JSON, one object in each line. Node would print text.
 * @param find returns the logger at the first warning
 */
export function logWarnings(find = (): Logger => new Logger({ name: 'plaza', enabled: true })) {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => find().warn({ err: warning }, 'Node warns'))
}
