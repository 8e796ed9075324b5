import type { Invocation } from '#cli/invocation'
import { addressOf, path, view } from '#cli/resources/collections'

export default async function saveCollection({ args, options, output, transport }: Invocation) {
  const { title, slug, description, reason, dryRun } = options
  const body = { title, slug, description, reason, dry_run: dryRun }
  const [method, address] = args[0] ? ['PATCH', addressOf(args[0])] : ['POST', path]
  const { body: saved } = await (await transport()).request(method, address, { body })
  const heading = dryRun ? 'Nothing was done. The collection would be:\n' : ''
  await output.show(saved, () => heading + view(saved, output), { dry_run: !!dryRun })
}
