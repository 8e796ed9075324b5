import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'

export interface NewToken {
  id: number
  token: string
}

/** Makes a personal token through the API, in a new session of the user. */
export async function personalToken(
  client: ApiClient,
  user: User,
  scopes: string[] = ['read'],
  more: object = {}
): Promise<NewToken> {
  const fields = { name: 'For a test', scopes, ...more }
  const response = await client.post('/tokens').loginAs(user).json(fields)
  response.assertStatus(201)
  return response.body()
}

/** Staff make a bot and its first token through the API. */
export async function bot(client: ApiClient, admin: User, role = 'member', scopes = ['read']) {
  const made = await client.post('/admin/users').loginAs(admin).json({ bot: true, role })
  made.assertStatus(201)
  const { id } = made.body()
  const path = `/admin/users/${id}/tokens`
  const response = await client.post(path).loginAs(admin).json({ name: 'First', scopes })
  response.assertStatus(201)
  const { id: tokenId, token } = response.body()
  return { id: Number(id), tokenId: Number(tokenId), token: String(token), path }
}
