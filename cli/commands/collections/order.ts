import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/collections'

export default async function orderCollection({ args, options, output, transport }: Invocation) {
  const [slug, ...ids] = args
  const { reason, dryRun } = options
  const open = await transport()
  const found = await open.request('GET', addressOf(slug))
  const { body: saved } = await open.request('PUT', `${addressOf(slug)}/posts`, {
    query: { reason, dry_run: dryRun ? 'true' : undefined },
    body: ids.map(Number),
    headers: { 'If-Match': found.headers.etag! },
  })
  const done = dryRun
    ? `Nothing was done. ${slug} would have ${ids.length} posts`
    : `${slug} has ${ids.length} posts`
  await output.show(saved, () => `${done}\n`, { dry_run: !!dryRun })
}
