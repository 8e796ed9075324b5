import { prettyPrintError } from '@adonisjs/core'

type Failure = Error & { code?: string; help?: string; port?: number }

/**
 * Ends a process that could not start: one line that says why, exit code 1.
 *
 * The whole error, with its stack, is for LOG_LEVEL=debug.
 */
export async function endWithFailure(error: unknown): Promise<never> {
  if (process.env.LOG_LEVEL === 'debug') await prettyPrintError(error)
  else console.error(`Plaza does not start: ${reasonOf(error as Failure)}`)
  process.exit(1)
}

function reasonOf({ code, help = '', port, message }: Failure): string {
  if (code === 'E_INVALID_ENV_VARIABLES') return help.replaceAll(/^- /gm, '').replaceAll('\n', '; ')
  if (code === 'EADDRINUSE') return `port ${port} is taken: stop what listens there, or set PORT`
  return message
}
