import type { Invocation } from '#cli/invocation'
import { pathOf, view } from '#cli/resources/notes'

export default async function createNote({ args, output, transport: open }: Invocation) {
  const [user, text] = args
  const transport = await open()
  const { body: note } = await transport.request('POST', pathOf(user), { body: { text } })
  await output.show(note, () => view(note, output))
}
