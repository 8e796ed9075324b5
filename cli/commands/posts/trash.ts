import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { oneLine } from '#cli/output/plain'
import { addressOf } from '#cli/resources/staff_resources'

/** A post of another user is not trashed, but removed, with a reason. */
export default async function trash(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const transport = await open()
  const dryRun = !!options.dryRun
  const address = addressOf('posts', args[0])
  const [{ body: post }, { body: me }] = [
    await transport.request('GET', address),
    await transport.request('GET', '/users/me'),
  ]
  if (post.user_id !== me.id) {
    throw new Failure('forbidden', `Post ${args[0]} is not yours: plaza posts remove ${args[0]}`)
  }
  if (!dryRun) await invocation.confirm(`Put ${oneLine(post.title)} into the trash?`)
  if (!dryRun) await transport.request('DELETE', `/posts/${args[0]}`)
  const said = dryRun ? 'Nothing was done. It would be' : `Post ${args[0]} is`
  await output.show(post, () => `${said} in the trash\n`, { dry_run: dryRun })
}
