import { HttpError } from 'react-admin'
import type { components } from './schema'

export type Problem = components['schemas']['Problem']

/**
 * An answer of 400 and above as an error of react-admin. Its body has the problem, its errors as `problems`, and the
 * messages of fields under the names of the form: `/data/place` becomes `data.place`.
 */
export async function problemOf(response: Response): Promise<HttpError> {
  const problem: Problem | undefined = await response.json().catch(() => undefined)
  const message = problem?.detail ?? problem?.title ?? 'ra.notification.http_error'
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined
  return new HttpError(message, response.status, {
    ...problem,
    retryAfter,
    problems: problem?.errors,
    errors: fieldErrors(problem?.errors ?? []),
  })
}

export const isProblem = (error: unknown, code: string): error is HttpError =>
  error instanceof HttpError && error.body?.code === code

function fieldErrors(errors: NonNullable<Problem['errors']>) {
  const messages = errors.map(({ pointer, detail }) => [
    pointer.replace(/^\//, '').replaceAll('/', '.'),
    detail,
  ])
  return Object.fromEntries(messages) as Record<string, string>
}
