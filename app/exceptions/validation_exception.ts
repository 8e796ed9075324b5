import ProblemException from '#exceptions/problem_exception'
import type { FieldProblem } from '#exceptions/problem'

/** Lists all broken rules of a request. */
export default class ValidationException extends ProblemException {
  constructor(override readonly errors: FieldProblem[]) {
    super('validation_failed', errors.map(({ detail }) => detail).join(' '))
  }
}
