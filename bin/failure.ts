import { prettyPrintError } from '@adonisjs/core'

type Failure = Error & { code?: string; help?: string; port?: number }

/** Ends a process that could not start, with code 1. LOG_LEVEL=debug prints the stack. */
export async function endWithFailure(error: unknown): Promise<never> {
  if (process.env.LOG_LEVEL === 'debug') await prettyPrintError(error)
  else {
    const reasons = reasonsOf(error as Failure)
    console.error(['Plaza does not start:', ...reasons].join(reasons.length > 1 ? '\n  ' : ' '))
  }
  process.exit(1)
}

function reasonsOf({ code, help = '', port, message }: Failure): string[] {
  if (code === 'E_INVALID_ENV_VARIABLES') return help.replaceAll(/^- /gm, '').split('\n')
  if (code === 'EADDRINUSE') return [`port ${port} is taken: stop what listens there, or set PORT`]
  return [message]
}
