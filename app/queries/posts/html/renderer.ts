import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import type { Source } from '#domain/markdown/html'

/** An honest text takes 50 ms at most. */
const RENDER_TIMEOUT_MS = 5000
const START_TIMEOUT_MS = 30_000
const IDLE_MS = 30_000
const MAX_HEAP_MB = 64

let thread: Worker | undefined
let idle: NodeJS.Timeout | undefined

const oneAtATime = pLimit(1)

/**
 * Renders a text in its own thread, which ends when idle: a hostile text of 50 000 characters takes seconds. After a
 * timeout the text is shown as typed. @returns null without a thread
 */
export const render = (source: Source): Promise<string | null> =>
  oneAtATime(async () => {
    clearTimeout(idle)
    const worker = await started().catch(stop)
    if (!worker) return null
    try {
      worker.postMessage(source)
      return await answerOf(worker, RENDER_TIMEOUT_MS)
    } catch {
      await stop()
      return `<p>${escaped(source.content)}</p>`
    } finally {
      idle = setTimeout(stop, IDLE_MS).unref()
    }
  })

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

async function started(): Promise<Worker> {
  if (thread) return thread
  const file = new URL(import.meta.url.replace(/renderer(?=\.\w+(?:\?|$))/, 'render_thread'))
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } })
  worker.unref()
  worker.on('error', () => {
    if (thread === worker) thread = undefined
  })
  thread = worker
  await answerOf(worker, START_TIMEOUT_MS)
  return worker
}

async function answerOf(worker: Worker, timeout: number): Promise<string> {
  const given = new AbortController()
  const { signal } = given
  const late = sleep(timeout, undefined, { signal }).then(() => {
    throw new Error('The thread gave no answer in time')
  })
  try {
    const [html] = await Promise.race([once(worker, 'message', { signal }), late])
    return html
  } finally {
    late.catch(() => {})
    given.abort()
  }
}

async function stop(): Promise<undefined> {
  const stopped = thread
  thread = undefined
  await stopped?.terminate()
}
