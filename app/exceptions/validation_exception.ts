import ProblemException from '#exceptions/problem_exception'
import type { FieldProblem } from '#exceptions/problem'

export default class ValidationException extends ProblemException {
  constructor(override readonly errors: FieldProblem[]) {
    super('validation_failed', errors.map(({ detail }) => detail).join(' '))
  }
}
