import { errors } from '@adonisjs/bouncer'
import ProblemException from '#exceptions/problem_exception'
import { problems } from '#exceptions/problems'

/** The failure of one target in a batch, as in a problem document. */
export interface Refusal {
  status: number
  code: string
  detail: string
}

/** @throws the error itself if it is not an expected failure of one target */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ProblemException) {
    const { status, title } = problems[error.problem]
    return { status, code: error.problem, detail: error.message || title }
  }
  if (error instanceof errors.E_AUTHORIZATION_FAILURE) {
    const { status, title } = problems.forbidden
    return { status, code: 'forbidden', detail: error.response.message ?? title }
  }
  throw error
}
