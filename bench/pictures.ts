import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { largePictures, photo } from './picture_samples.js'
import { limitsOf, type Plaza } from './plaza.js'
import { forgetPeak, jobsOf, peakOf } from './processes.js'
import type { Server } from './server.js'

const PHOTOS = 25
const MAX_PEAK_MB = 300
/** All pixels are in memory for it. */
const MAX_TURNED_PEAK_MB = 360
const TIMEOUT_MS = 300_000

/** What the process of jobs takes for the largest pictures, and how many of a camera it makes copies of in a minute. */
export async function* pictures(plaza: Plaza, photoCount = PHOTOS) {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-pictures-'))
  const server = await plaza.serveCluster(1, {
    ...limitsOf('2g'),
    MEDIA_DIR: join(folder, 'media'),
    MEDIA_QUOTA: '100gb',
    LIMIT_UPLOAD: '100000/1m',
  })
  try {
    const [{ token }] = await plaza.signIn(server)
    const uploads = new Uploads(server, token)
    for (const [name, make] of Object.entries(largePictures)) {
      const content = await make()
      const value = await peakDuring(server, () => uploads.process([content]))
      const atMost = name.includes('on its side') ? MAX_TURNED_PEAK_MB : MAX_PEAK_MB
      yield { name: `the process of jobs with ${name}, MB`, value, atMost }
    }
    const photos = []
    for (let count = 0; count < photoCount; count++) photos.push(await photo(4000, 3000))
    const start = performance.now()
    await uploads.process(photos)
    const minutes = (performance.now() - start) / 60_000
    const name = 'pictures of 12 megapixels with their copies, in a minute'
    yield { name, value: photoCount / minutes, atLeast: PHOTOS }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}

class Uploads {
  constructor(
    private server: Server,
    private token: string
  ) {}

  /** Uploads pictures, and waits until all have their copies. */
  async process(contents: Buffer[]): Promise<void> {
    const ids: number[] = []
    for (const content of contents) {
      const body = new FormData()
      body.set('file', new Blob([new Uint8Array(content)]), 'a')
      ids.push((await this.#ask('/media', { method: 'POST', body })).id)
    }
    for (const id of ids) await this.#untilReady(id)
  }

  async #untilReady(id: number): Promise<void> {
    for (const end = performance.now() + TIMEOUT_MS; performance.now() < end;) {
      const { status, failure } = await this.#ask(`/media/${id}`)
      if (status === 'ready') return
      if (status === 'failed') throw new Error(`a picture failed: ${failure}`)
      await sleep(50)
    }
    throw new Error('a picture is not ready in time')
  }

  async #ask(path: string, init: RequestInit = {}): Promise<any> {
    const headers = { Authorization: `Bearer ${this.token}` }
    const answer = await fetch(this.server.url(path), { ...init, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}

/** @returns MB (RSS) */
async function peakDuring({ pid }: Server, run: () => Promise<void>): Promise<number> {
  const jobs = jobsOf(pid)
  if (!jobs) throw new Error('there is no process of jobs')
  forgetPeak(jobs)
  await run()
  if (jobsOf(pid) !== jobs) throw new Error('the process of jobs ended')
  return peakOf(jobs)
}
