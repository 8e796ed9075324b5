import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/collections'

export default async function deleteCollection(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const [slug] = args
  const { reason, dryRun } = options
  const transport = await open()
  const { body: collection } = await transport.request('GET', addressOf(slug))
  if (!dryRun) await invocation.confirm(`Delete the collection ${slug}?`)

  const query = { reason, dry_run: dryRun ? 'true' : undefined }
  await transport.request('DELETE', addressOf(slug), { query })
  const done = dryRun ? `Nothing was done. ${slug} would be deleted` : `${slug} is deleted`
  await output.show(collection, () => `${done}\n`, { dry_run: !!dryRun })
}
