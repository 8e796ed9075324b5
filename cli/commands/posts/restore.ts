import staffAction from '#cli/commands/staff_action'
import type { StaffCommand } from '#cli/staff_commands'
import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/staff_resources'

/** The user's own post from the trash, or a post that staff removed. */
export default async function restore(invocation: Invocation<StaffCommand>) {
  const { args, options, output, transport: open } = invocation
  const transport = await open()
  const { body: post } = await transport.request('GET', addressOf('posts', args[0]))
  if (post.status !== 'deleted') return staffAction(invocation)

  const dryRun = !!options.dryRun
  const body = { deleted: false }
  if (!dryRun) await transport.request('PATCH', `/posts/${args[0]}`, { body })
  const said = dryRun ? 'Nothing was done. It would be' : `Post ${args[0]} is`
  await output.show(post, () => `${said} out of the trash\n`, { dry_run: dryRun })
}
