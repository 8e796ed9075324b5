import { median } from './comparison.js'
import type { Plaza, Writer } from './plaza.js'
import type { Server } from './server.js'

const ROUNDS = 10
const EDITS = 60
const MAX_MS = 0.3

/** What the revision of an edit costs: edits with the trigger that keeps it and without, in turns. */
export async function revisionOfEdit(plaza: Plaza, server: Server, writers: Writer[]) {
  const posts = await plaza.query(
    `select id, user_id from posts where visible and user_id in (${writers.map(({ id }) => id).join()})
     order by id desc limit ${EDITS}`
  )
  const took = { with: [] as number[], without: [] as number[] }
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const way of ['with', 'without'] as const) {
      const verb = way === 'with' ? 'enable' : 'disable'
      await plaza.query(`alter table posts ${verb} trigger keep_revision`)
      for (const { id, user_id: author } of posts) {
        const { token } = writers.find((writer) => writer.id === Number(author))!
        const start = performance.now()
        await edit(server.url(`/posts/${id}`), token, `Edited ${way} ${round}`)
        if (round > 0) took[way].push(performance.now() - start)
      }
    }
  }
  await plaza.query('alter table posts enable trigger keep_revision')
  return {
    name: 'ms that the revision of an edit adds',
    value: median(took.with) - median(took.without),
    atMost: MAX_MS,
  }
}

async function edit(url: string, token: string, title: string) {
  const headers = { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ title }) })
  if (!answer.ok) throw new Error(`PATCH ${url}: ${answer.status} ${await answer.text()}`)
  await answer.text()
}
