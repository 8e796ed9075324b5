import { databaseTrouble } from '#cli/database_trouble'
import { isFileError, refusalOf } from '#cli/file_errors'
import { Failure, failureOf } from '#cli/failure'
import ProblemException from '#exceptions/problem_exception'
import { isOutage } from '#db/errors'
import { problem } from '#exceptions/problem'

type Unexpected = Error & {
  code?: string
  syscall?: string
  help?: string
  errors?: Unexpected[]
}

export function explain(error: unknown): Failure {
  if (error instanceof ProblemException) {
    return failureOf({ ...problem(error.problem, '', error), instance: undefined })
  }
  const unexpected = (error as Unexpected).errors?.[0] ?? (error as Unexpected)
  const { code, help = '', message, name, syscall } = unexpected
  if (code === 'E_INVALID_ENV_VARIABLES') {
    return new Failure('usage', help.replaceAll(/^- /gm, '').replaceAll('\n', '; '))
  }
  if (code === 'E_VALIDATION_ERROR') {
    const { messages } = unexpected as Unexpected & { messages: { detail: string }[] }
    return new Failure('usage', messages.map(({ detail }) => detail).join(' '))
  }
  if (isFileError(unexpected)) return refusalOf(unexpected)
  if (code === '42P01' || code === '42703') {
    return new Failure('unavailable', 'The tables are of another version: run plaza db migrate')
  }
  // A missing Unix socket is ENOENT.
  if (isOutage(unexpected) || isNetwork.test(code ?? '') || syscall === 'connect') {
    // The pool's own message is for programmers.
    const said = code === '53100' || name === 'KnexTimeoutError'
    const reason = said ? databaseTrouble(unexpected).message : message || code
    return new Failure('unavailable', `PostgreSQL or Redis does not answer: ${reason}`)
  }
  return new Failure('internal', `${message}; more with --verbose`)
}

const isNetwork = /^(ECONN|EHOST|ENET|ENOTFOUND|3D000|28P01|28000)/
