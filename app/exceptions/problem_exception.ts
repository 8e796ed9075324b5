import { Exception } from '@adonisjs/core/exceptions'
import type { FieldProblem } from '#exceptions/problem'
import { problems, type ProblemCode } from '#exceptions/problems'

/** An expected failure: thrown where it is found, rendered once, by the exception handler. */
export default abstract class ProblemException extends Exception {
  readonly errors?: FieldProblem[]
  readonly until?: string | null
  readonly headers: Record<string, string> = {}

  constructor(
    readonly problem: ProblemCode,
    detail?: string
  ) {
    super(detail, { status: problems[problem].status, code: problem })
  }

  /** What went wrong this time; undefined where the explanation of the code says it all. */
  get detail(): string | undefined {
    return this.message || undefined
  }
}
