import { publicPath } from '#domain/public_path'
import { problems, type ProblemCode } from '#exceptions/problems'

/** A broken rule. Its pointer is a JSON pointer: `/query/…` and `/path/…` outside the body. */
export interface FieldProblem {
  pointer: string
  rule: string
  detail: string
}

/** RFC 9457. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  instance: string
  errors?: FieldProblem[]
  /** Null: no end. */
  until?: string | null
  /** The author and time of the present state. */
  editor?: Editor | null
  saved_at?: string
  /** For the second factor. */
  challenge?: string
  methods?: readonly string[]
}

export interface Editor {
  id: number
  username: string | null
  display_name: string | null
}

type Cause = Pick<
  Partial<Problem>,
  'detail' | 'errors' | 'until' | 'editor' | 'saved_at' | 'challenge' | 'methods'
>

/**
 * @param instance the id of the request
 * @param detail the cause this time; by default the explanation of the code
 */
export function problem(
  code: ProblemCode,
  instance: string,
  { detail, errors, until, editor, saved_at: savedAt, challenge, methods }: Cause = {}
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
    ...(editor !== undefined && { editor }),
    ...(savedAt !== undefined && { saved_at: savedAt }),
    ...(challenge !== undefined && { challenge, methods }),
  }
}
