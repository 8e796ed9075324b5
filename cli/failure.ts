import { exitCodes, type Outcome } from '#cli/exit_codes'

/** A problem document (RFC 9457), from the server or made here. */
export interface ProblemDocument {
  type: string
  title: string
  status?: number
  detail?: string
  code: string
  [member: string]: unknown
}

export class Failure extends Error {
  constructor(
    readonly outcome: Outcome,
    /** Empty if the user knows, after Ctrl-C. */
    message: string,
    readonly problem?: ProblemDocument
  ) {
    super(message)
  }

  get exitCode() {
    return exitCodes[this.outcome].code
  }

  toJSON(): ProblemDocument {
    const { outcome } = this
    const title = exitCodes[outcome].meaning.split(':')[0]
    const detail = this.message || undefined
    return this.problem ?? { type: 'about:blank', title, detail, code: outcome }
  }
}

export function failureOf(problem: ProblemDocument): Failure {
  const details = (problem.errors as { detail: string }[] | undefined)?.map(({ detail }) => detail)
  const message = details?.join(' ') || problem.detail || problem.title
  return new Failure(outcomeOf(problem.status ?? 500), message, problem)
}

function outcomeOf(status: number): Outcome {
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 404 || status === 410) return 'not_found'
  if (status === 409 || status === 412) return 'conflict'
  if (status === 429 || (status > 500 && status < 600)) return 'unavailable'
  return status < 500 ? 'usage' : 'internal'
}
