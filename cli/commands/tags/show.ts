import type { Invocation } from '#cli/invocation'
import { findTag, view } from '#cli/resources/tags'

export default async function showTag({ args, transport: open, output }: Invocation) {
  const tag = await findTag(await open(), args[0])
  await output.show(tag, () => view(tag, output))
}
