import { median } from './comparison.js'
import type { Server } from './server.js'

const CALM_MS = 3000

export const atTime = (time: number) => () =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(time - Date.now(), 0)))

/** The duration of a read while nothing else happens, by a server that has warmed up. */
export async function calmRead(server: Server, posts: number[]): Promise<number> {
  await readsUntil(server, posts, atTime(Date.now() + CALM_MS))
  return readsUntil(server, posts, atTime(Date.now() + CALM_MS))
}

/** Reads one after the other until something has happened. @returns the median duration of a read, in milliseconds */
export async function readsUntil(server: Server, posts: number[], end: () => Promise<unknown>) {
  const times: number[] = []
  let isOver = false
  void end().then(() => (isOver = true))
  for (let time = 0; !isOver; time++) {
    const path = time % 2 === 0 ? '/posts' : `/posts/${posts[(time * 7919) % posts.length]}`
    const start = performance.now()
    const answer = await fetch(server.url(path))
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    times.push(performance.now() - start)
  }
  return median(times)
}
