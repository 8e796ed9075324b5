import type { Invocation } from '#cli/invocation'
import { addressOf, path, view } from '#cli/resources/tags'

interface Params {
  isEdit: boolean
}

export default async function saveTag(invocation: Invocation<Params>) {
  const { args, options, output, params, transport: open } = invocation
  const { name, slug, description, reason, dryRun } = options
  const transport = await open()
  const fields = { slug, description, reason, dry_run: dryRun }
  const { body: tag } = params.isEdit
    ? await transport.request('PATCH', addressOf(args[0]), { body: { name, ...fields } })
    : await transport.request('POST', path, { body: { name: args[0], ...fields } })
  const heading = dryRun ? 'Nothing was done. The tag would be:\n' : ''
  await output.show(tag, () => heading + view(tag, output), { dry_run: !!dryRun })
}
