import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Source } from '#domain/markdown/html'
import { MAX_WAIT_MS } from '#queries/posts/html/html_of_posts'
import { render } from '#queries/posts/html/renderer'

/** Spares the render thread repeated previews. Short, as the text of an erased user must not stay. */
const recent = new LRUCache<string, string>({
  ttl: 60_000,
  ttlAutopurge: true,
  maxSize: 4_000_000,
  sizeCalculation: (html) => 2 * html.length + 200,
})

const underway = new Map<string, Promise<string | null>>()

/** The HTML of a text that is in no post. Null: it is not ready yet. */
export async function htmlOfText(source: Source): Promise<string | null> {
  const key = hash('sha256', JSON.stringify(source), 'base64url')
  const known = recent.get(key)
  if (known !== undefined) return known
  const making = underway.get(key) ?? make(key, source)
  const isAnswered = new AbortController()
  const late = sleep(MAX_WAIT_MS, null, { signal: isAnswered.signal }).catch(() => null)
  return Promise.race([making, late]).finally(() => isAnswered.abort())
}

function make(key: string, source: Source) {
  const making = render(source)
    .then((html) => {
      if (html !== null) recent.set(key, html)
      return html
    })
    .finally(() => underway.delete(key))
  underway.set(key, making)
  return making
}
