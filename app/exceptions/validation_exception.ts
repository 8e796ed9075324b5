import ProblemException from '#exceptions/problem_exception'
import type { FieldProblem } from '#exceptions/problem'

/** A request that breaks rules, all of them named at once. */
export default class ValidationException extends ProblemException {
  constructor(override readonly errors: FieldProblem[]) {
    super('validation_failed', errors.map(({ detail }) => detail).join(' '))
  }
}
