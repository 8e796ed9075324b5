import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { password, type Plaza } from './plaza.js'
import type { Server } from './server.js'

const ENDPOINTS = 50
const POSTS = 120
const MIN_PER_SECOND = 300
const MAX_SLOWDOWN = 1.1
const WARM_UP_POSTS = 20
const TIMEOUT_MS = 120_000

/** Deliveries to many endpoints, first all well, then with one among them that never answers. */
export async function webhooks(plaza: Plaza, server: Server) {
  let received = 0
  const well = await receiver((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end())
    received++
  })
  const dead = await receiver(() => {})
  const token = await signInAsAdmin(plaza, server)
  const add = (url: string) => addEndpoint(server, token, url)
  try {
    for (let at = 1; at < ENDPOINTS; at++) await add(well.url)
    const secondsFor = async (posts: number) => {
      const start = performance.now()
      const expected = received + posts * (ENDPOINTS - 1)
      await publish(plaza, posts)
      while (received < expected) {
        const missing = expected - received
        if (performance.now() - start > TIMEOUT_MS)
          throw new Error(`${missing} deliveries are missing`)
        await sleep(10)
      }
      return (performance.now() - start) / 1000
    }
    await secondsFor(WARM_UP_POSTS)
    const allWell = await secondsFor(POSTS)
    await add(dead.url)
    const oneDead = await secondsFor(POSTS)
    await plaza.query('delete from webhooks')
    return [
      {
        name: `webhook deliveries a second to ${ENDPOINTS - 1} endpoints`,
        value: (POSTS * (ENDPOINTS - 1)) / allWell,
        atLeast: MIN_PER_SECOND,
      },
      {
        name: 'the same beside an endpoint that never answers, times as long',
        value: oneDead / allWell,
        atMost: MAX_SLOWDOWN,
      },
    ]
  } finally {
    well.stop()
    dead.stop()
  }
}

async function receiver(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = () => server.close().closeAllConnections()
  return { url: `http://127.0.0.1:${port}/`, stop }
}

async function signInAsAdmin(plaza: Plaza, server: Server): Promise<string> {
  const [{ username }] = await plaza.query(
    `update users set role = 'admin' where id = (select max(id) from users) returning username`
  )
  const { access_token: token } = await post(server.url('/login'), { username, password })
  return token
}

const addEndpoint = (server: Server, token: string, url: string) =>
  post(server.url('/admin/webhooks'), { url, types: ['post.published'] }, token)

async function post(url: string, body: object, token?: string): Promise<any> {
  const headers = {
    'Content-Type': 'application/json',
    ...(token && { Authorization: `Bearer ${token}` }),
  }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

const publish = (plaza: Plaza, count: number) =>
  plaza.query(
    `insert into posts (user_id, title, content, published_at)
     select 1 + n % 1000, 'Told ' || n, repeat('Lorem ipsum dolor sit amet. ', 20), now()
     from generate_series(1, ${count}) as n`
  )
