import type { Invocation } from '#cli/invocation'
import { addressOf, findTag } from '#cli/resources/tags'

export default async function deleteTag(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const [name, into] = args
  const { reason, dryRun } = options
  const transport = await open()
  const tag = await findTag(transport, name)
  const deed = into ? `joined to ${into}` : 'deleted'
  if (!dryRun) {
    const fate = into ? `Join the tag ${tag.slug} to ${into}` : `Delete the tag ${tag.slug}`
    await invocation.confirm(`${fate}, on ${tag.posts_count} posts?`)
  }

  const query = { into, reason, dry_run: dryRun ? 'true' : undefined }
  await transport.request('DELETE', addressOf(tag.slug), { query })
  const done = dryRun
    ? `Nothing was done. The tag ${tag.slug} would be ${deed}`
    : `${tag.slug} is ${deed}`
  await output.show(tag, () => `${done}\n`, { dry_run: !!dryRun })
}
