import { Logger } from '@adonisjs/core/logger'

/**
 * Logs the warnings of Node, which it would print as text: a log has one JSON object in each line.
 * @param find the logger, which is asked for at the first warning
 */
export function logWarnings(find = (): Logger => new Logger({ name: 'plaza', enabled: true })) {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => find().warn({ err: warning }, 'Node warns'))
}
