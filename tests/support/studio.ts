import type { ApiClient, ApiRequest, ApiResponse } from '@japa/api-client'
import { password } from '#database/factories/user_factory'

/** What the browser and the script of the studio send. */
export const studioHeaders = { 'Sec-Fetch-Site': 'same-origin', 'X-Plaza-Studio': '1' }

export function fromStudio(request: ApiRequest): ApiRequest {
  for (const [name, value] of Object.entries(studioHeaders)) request.header(name, value)
  return request
}

/** Sends a request to the session of the studio, with the cookie that the browser has. */
export function studioSession(client: ApiClient, method: string, cookie?: string): ApiRequest {
  const request = fromStudio(client.request('/studio/session', method))
  return cookie === undefined ? request : request.header('Cookie', cookie)
}

/** Signs in to the studio with the factory's password. */
export async function enterStudio(client: ApiClient, { username }: { username: string }) {
  const response = await studioSession(client, 'POST').json({ username, password })
  response.assertStatus(200)
  return { tokens: response.body(), cookie: cookieIn(response) }
}

/** The `Set-Cookie` header of an answer: the cookie as the browser returns it, and its attributes. */
export function setCookieOf(response: ApiResponse) {
  const [header] = [response.header('set-cookie') ?? []].flat()
  const [cookie, ...attributes] = (header ?? '').split('; ')
  return { cookie, attributes }
}

export const cookieIn = (response: ApiResponse) => setCookieOf(response).cookie
