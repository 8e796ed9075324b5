import type { Invocation } from '#cli/invocation'
import { pathOf } from '#cli/resources/notes'

export default async function deleteNote(invocation: Invocation) {
  const { args, output, transport: open } = invocation
  const [user, id] = args
  const transport = await open()
  const path = `${pathOf(user)}/${id}`
  const { body: note } = await transport.request('GET', path)
  await invocation.confirm(`Delete the note ${id} on ${user}?`)
  await transport.request('DELETE', path)
  await output.show(note, () => `Deleted the note ${id} on ${user}\n`)
}
