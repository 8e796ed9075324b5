import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import type { ContentFormat } from '#domain/excerpt'
import { run } from '#db/statement'
import { appendMember } from '#http/append_member'
import { render } from '#queries/posts/html/renderer'
import type { Form } from '#resources/definition/form'
import { rankOfUser } from '#domain/acting'

/** Raise it when the same text gives other HTML: then all of it is made anew. */
const HTML_REVISION = 1

/** A page waits this long for HTML. */
export const MAX_WAIT_MS = 3000

interface Found {
  id: number
  digest: string
  html: string | null
  content: string | null
  content_format: ContentFormat
  is_trusted: boolean
}

/** Appends `html` to the JSON of posts, if the form asks for it. Null: it is not ready yet. */
export async function withHtml<Item extends { id: number; json: string }>(
  form: Form,
  items: Item[]
): Promise<Item[]> {
  if (!form.names.has('html') || items.length === 0) return items
  const all = await htmlOf(items.map(({ id }) => id))
  return items.map((item) => {
    const html = JSON.stringify(all.get(item.id) ?? null)
    return { ...item, json: appendMember(item.json, 'html', html) }
  })
}

async function htmlOf(ids: number[]): Promise<Map<number, string | null>> {
  const posts = await run<Found>({ name: 'html of posts', text: findHtml, values: [ids] })
  const known = new Map(posts.map(({ id, html }) => [id, html]))
  const missing = posts.filter(({ html }) => html === null)
  if (missing.length > 0) {
    const isLate = new AbortController()
    const making = Promise.all(
      missing.map((post) => make(post).then((html) => known.set(post.id, html)))
    )
    await Promise.race([making, sleep(MAX_WAIT_MS, undefined, isLate).catch(() => {})])
    isLate.abort()
  }
  return known
}

/** Links of staff count as the site's own. The digest covers all inputs of the HTML. */
const findHtml = `
  select id, source.digest, html, case when html is null then content end as content,
    content_format, is_trusted
  from (
    select posts.id, content, content_format, is_trusted,
      md5(concat_ws(' ', ${HTML_REVISION}, is_trusted, content_format, content)) as digest
    from posts left join authors as users on users.id = posts.user_id
    cross join lateral (select coalesce(${rankOfUser}, 0) > 0 as is_trusted) as author
    where posts.id = any($1)
  ) as source
  left join post_html on post_id = id and post_html.digest = source.digest`

const underway = new Map<string, Promise<string | null>>()

/** Two readers of one text wait for the same HTML. */
function make(post: Found): Promise<string | null> {
  const key = `${post.id}:${post.digest}`
  const made = underway.get(key) ?? makeAndKeep(post).finally(() => underway.delete(key))
  underway.set(key, made)
  return made
}

async function makeAndKeep(post: Found): Promise<string | null> {
  const { id, digest, content, content_format: contentFormat, is_trusted: isTrusted } = post
  const html = await render({ content: content!, contentFormat, isTrusted })
  if (html === null) return null
  // A purged post has none, and a read must not fail because it can't write.
  await db
    .rawQuery(
      `insert into post_html (post_id, digest, html) select :id, :digest, :html
       where exists (select from posts where id = :id)
       on conflict (post_id) do update set digest = excluded.digest, html = excluded.html`,
      { id, digest, html }
    )
    .catch(() => {})
  return html
}
