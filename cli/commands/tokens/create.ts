import type { Invocation } from '#cli/invocation'
import { pathOf, view } from '#cli/resources/tokens'

export default async function createToken({ options, output, transport: open }: Invocation) {
  const { user, name, expires, networks, reason } = options
  // An option is parsed, and the answer to a prompt is not.
  const scopes = [options.scopes].flat().flatMap((text: string) => text.split(/[\s,]+/))
  const transport = await open()
  // A token that can't be shown must not be made.
  await output.reserve()
  const { body: token } = await transport.request('POST', pathOf(user), {
    body: { name, scopes, expires_at: expires, allowed_networks: networks, reason },
  })
  await output.show(token, () => `${view(token, output)}Token: ${token.token}\n`)
  output.note('Keep the token: it is not shown again')
}
