import ProblemException from '#exceptions/problem_exception'
import type { FieldProblem } from '#exceptions/problem'

export default class SchemaBreaksPostsException extends ProblemException {
  constructor(
    detail: string,
    override readonly errors: FieldProblem[]
  ) {
    super('schema_breaks_posts', detail)
  }
}
