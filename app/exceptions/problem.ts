import { publicPath } from '#domain/public_path'
import { problems, type ProblemCode } from '#exceptions/problems'

/** One broken rule: where (a JSON pointer; `/query/…` and `/path/…` outside the body), which, and what to do. */
export interface FieldProblem {
  pointer: string
  rule: string
  detail: string
}

/** A problem document, RFC 9457. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  instance: string
  errors?: FieldProblem[]
  /** Until when it stays so; null: for good. */
  until?: string | null
}

/**
 * The problem document of a failure.
 *
 * @param instance the id of the request
 * @param detail what went wrong this time; the explanation of the code when absent
 */
export function problem(
  code: ProblemCode,
  instance: string,
  { detail, errors, until }: Pick<Partial<Problem>, 'detail' | 'errors' | 'until'> = {}
): Problem {
  const { status, title, explanation } = problems[code]
  return {
    type: publicPath(`/problems/${code}`),
    title,
    status,
    detail: detail ?? explanation,
    code,
    instance,
    ...(errors && { errors }),
    ...(until !== undefined && { until }),
  }
}
