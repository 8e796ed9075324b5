import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/run_options'
import { person } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'
import { noise } from '#tests/support/media'

const PICTURES = 8

/** What was accepted, with the token of its user. */
let accepted: { id: number; token: string }[] = []

/** Uploads pictures one after another. An upload without an answer may be missing, and nothing may be left of it. */
async function upload(all: Deployment) {
  const { token } = await person(all)
  for (let count = 0; count < PICTURES; count++) {
    const body = new FormData()
    const picture = await noise(1500 + count, 1000)
      .jpeg()
      .toBuffer()
    body.set('file', new Blob([new Uint8Array(picture)]), 'noise.jpg')
    const headers = { Authorization: `Bearer ${token}` }
    const init = { method: 'POST', headers, body }
    const answer = await fetch(`http://127.0.0.1:${all.plaza.port}/media`, init).catch(() => null)
    if (answer?.status !== 201) continue
    const { id } = (await answer.json()) as { id: number }
    accepted.push({ id, token })
  }
}

/** Kills the process of jobs in the middle of a picture, which no earlier one has begun. */
async function killInTheMiddle({ postgres, plaza }: Deployment) {
  const [{ now }] = await postgres.query<{ now: string }>('select now()::text as now')
  await eventually(async () => {
    const rows = await postgres.query(
      `select from jobs.job where name = 'media' and state = 'active' and started_on > $1`,
      [now]
    )
    return rows.length > 0 && plaza.jobs !== undefined
  })
  process.kill(plaza.jobs!, 'SIGKILL')
}

/** What is not as it was promised, in words. */
async function wrong({ postgres, plaza }: Deployment): Promise<string[]> {
  const found: string[] = []
  for (const { id, token } of accepted) {
    const headers = { Authorization: `Bearer ${token}` }
    const ask = (path: string) => fetch(`http://127.0.0.1:${plaza.port}${path}`, { headers })
    const file: any = await (await ask(`/media/${id}`)).json()
    if (file.status !== 'ready') found.push(`${id} is ${file.status}`)
    for (const { url } of [file, ...(file.variants ?? [])]) {
      const { status } = await ask(new URL(url).pathname)
      if (status !== 200) found.push(`${id}: ${url} answers ${status}`)
    }
  }
  const jobs = await postgres.query<{ state: string }>(
    `select state from jobs.job where name = 'media' and state <> 'completed'`
  )
  return [...found, ...jobs.map(({ state }) => `a job is ${state}`)]
}

/** Files of the storage without a row. A process that ends between the two leaves one for `plaza media check`. */
async function orphans({ postgres, folder }: Deployment): Promise<string[]> {
  const rows = await postgres.query<{ name: string }>('select name from media_variants')
  const names = new Set(rows.map(({ name }) => name))
  const entries = readdirSync(join(folder, 'media/files'), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !names.has(entry.name))
    .map(({ name }) => `${name} has no row`)
}

const faults: (Fault & { isShort?: true })[] = [
  {
    action: 'kill -9 of the process of jobs in the middle of pictures',
    expected: 'no request fails, every picture has its copies',
    times: 2,
    noFailures: true,
    isShort: true,
    async inject(all) {
      const uploading = upload(all)
      for (let time = 0; time < 2; time++) await killInTheMiddle(all)
      await uploading
    },
  },
  {
    action: 'kill -9 of a worker in the middle of uploads',
    expected: 'an accepted upload is there',
    cutsConnections: true,
    async inject(all) {
      const uploading = upload(all)
      await eventually(() => accepted.length > 2)
      all.plaza.killWorker()
      await uploading
    },
  },
  {
    action: 'kill -9 of PostgreSQL in the middle of uploads, started again 3 s later',
    expected: 'an accepted upload is there, 503 for the others',
    stale: true,
    async inject(all) {
      const uploading = upload(all)
      await eventually(() => accepted.length > 2)
      all.postgres.signal('SIGKILL')
      await uploading
    },
    durationMs: 3000,
    repair: ({ postgres }) => postgres.revive(),
  },
]

test.group('Under load, files', (group) => {
  group.each.setup(() => {
    accepted = []
  })

  test('{action}: none that was accepted is lost or half')
    .with(faults.filter(({ isShort }) => isShort || !isQuick))
    .run(async ({ assert }, fault) => {
      const all = await deployment()
      assert.deepEqual(await runUnderFault(all, fault), [])
      let left = await wrong(all)
      await eventually(
        async () => {
          left = await wrong(all)
          return left.length === 0
        },
        { within: 180_000, what: 'every picture is ready' }
      ).catch(() => {})
      assert.deepEqual(left, [])
      assert.isNotEmpty(accepted)
      if (!fault.cutsConnections && !fault.stale) assert.deepEqual(await orphans(all), [])
    })
})
