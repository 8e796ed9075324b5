import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/staff_resources'

export default async function unpublish({ args, options, output, transport: open }: Invocation) {
  const transport = await open()
  const dryRun = !!options.dryRun
  const path = `/posts/${args[0]}/publication`
  await transport.request('DELETE', path, { query: { dry_run: dryRun || undefined } })
  const { body: post } = await transport.request('GET', addressOf('posts', args[0]))
  const said = dryRun ? 'Nothing was done. It would be taken back' : `Post ${args[0]} is taken back`
  await output.show(post, () => `${said}\n`, { dry_run: dryRun })
}
