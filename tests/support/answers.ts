import { AssertionError } from 'node:assert'
import type { ApiResponse } from '@japa/api-client'

type Asked = PromiseLike<ApiResponse>

/** Sends a request, and expects an answer with this status. */
export async function answers(request: Asked, status: number): Promise<ApiResponse> {
  const response = await request
  if (response.status() === status) return response
  const { method, endpoint } = response.request.config
  const got = `${response.status()} ${response.text().slice(0, 1000)}`
  throw new AssertionError({ message: `${method} ${endpoint}: expected ${status}, got ${got}` })
}

export const statusOf = (request: Asked) => request.then((response) => response.status())
export const bodyOf = (request: Asked) => request.then((response) => response.body())
export const textOf = (request: Asked) => request.then((response) => response.text())

/** The entity tag of the answer. */
export const tagOf = (request: Asked) => request.then((response) => response.header('etag')!)
