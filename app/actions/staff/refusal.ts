import { errors } from '@adonisjs/bouncer'
import ProblemException from '#exceptions/problem_exception'
import { problems } from '#exceptions/problems'

/** Why one of many can't be done, in the terms of a problem document. */
export interface Refusal {
  status: number
  code: string
  detail: string
}

/**
 * The refusal that an expected failure is.
 *
 * @throws what is not of one target alone
 */
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
