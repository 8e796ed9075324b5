import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/staff_resources'
import { sessionColumns } from '#cli/resources/users'

export default async function listSessions({ args, transport: open, output }: Invocation) {
  const transport = await open()
  const { body } = await transport.request('GET', `${addressOf('users', args[0])}/sessions`)
  await output.show(body, () => (body.length > 0 ? output.table(body, sessionColumns) : ''))
  if (body.length === 0) output.note('The user has no sessions')
}
