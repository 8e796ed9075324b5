import type { Invocation } from '#cli/invocation'
import { path, view } from '#cli/resources/invites'

export default async function createInvite({ options, output, transport: open }: Invocation) {
  const { uses, expires, role, email } = options
  const transport = await open()
  // A link that can't be shown must not be made.
  await output.reserve()
  const { body: invite } = await transport.request('POST', path, {
    body: { max_uses: uses, expires_at: expires, role, email },
  })
  const link = invite.url === null ? '' : `Link: ${invite.url}\n`
  await output.show(invite, () => view(invite, output) + link)
  output.note(
    link ? 'Keep the link: it is not shown again' : `A mail with the link goes to ${email}`
  )
}
