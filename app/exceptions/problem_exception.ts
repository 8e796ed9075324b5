import { Exception } from '@adonisjs/core/exceptions'
import type { Editor, FieldProblem } from '#exceptions/problem'
import { problems, type ProblemCode } from '#exceptions/problems'

/** An expected failure. The exception handler renders it. */
export default abstract class ProblemException extends Exception {
  readonly errors?: FieldProblem[]
  readonly until?: string | null
  readonly editor?: Editor | null
  readonly saved_at?: string
  readonly challenge?: string
  readonly methods?: readonly string[]
  readonly headers: Record<string, string> = {}

  constructor(
    readonly problem: ProblemCode,
    detail?: string
  ) {
    super(detail, { status: problems[problem].status, code: problem })
  }

  /** Undefined if the explanation of the code is enough. */
  get detail(): string | undefined {
    return this.message || undefined
  }
}
