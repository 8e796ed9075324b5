import { Client, type Account } from '#tests/resilience/support/client'
import type { Deployment } from '#tests/resilience/support/deployment'
import { person } from '#tests/resilience/support/people'

/** The users of the load, and the first rows. */
export interface Fixture {
  members: Account[]
  moderator: Account
  posts: number[]
}

const size = { members: 8, posts: 6 }

/** Creates the accounts and the first posts. */
export async function settle(deployment: Deployment): Promise<Fixture> {
  const client = new Client(deployment.plaza.port)
  const moderator = await person(deployment, 'moderator')
  const members = []
  for (let count = 0; count < size.members; count++) members.push(await person(deployment))

  const posts: number[] = []
  for (let count = 0; count < size.posts; count++) {
    const body = { title: `Post ${count}`, content: 'There from the beginning' }
    const { json } = await client.post('/posts', body, { token: members[0].token })
    posts.push(json.id)
  }
  return { members, moderator, posts }
}
