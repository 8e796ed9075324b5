import type { ApiResponse } from '@japa/api-client'

/**
 * Asserts that an answer is a complete problem document with this status and code.
 *
 * @param pointers to the broken rules of a failed validation
 */
export function assertProblem(
  response: ApiResponse,
  status: number,
  code: string,
  pointers?: string[]
) {
  response.assertStatus(status)
  response.assertHeader('content-type', 'application/problem+json')

  const {
    title,
    detail,
    errors,
    editor,
    saved_at: savedAt,
    challenge,
    methods,
    ...rest
  } = response.body()
  const assert = response.assert!
  assert.deepEqual(rest, {
    type: `/problems/${code}`,
    status,
    code,
    instance: response.header('x-request-id'),
  })
  assert.match(title, /^\S.+\S$/)
  assert.match(detail, /^\S.+\S$/)
  assert.deepEqual(
    errors?.map(({ pointer }: { pointer: string }) => pointer),
    pointers
  )
  for (const error of errors ?? []) {
    assert.match(error.rule, /^[a-z_]+$/)
    assert.match(error.detail, /^\S.+\.$/)
  }
}
