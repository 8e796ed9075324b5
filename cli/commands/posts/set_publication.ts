import type { Invocation } from '#cli/invocation'
import { moment } from '#cli/resources/texts'
import { zonedTime } from '#cli/zoned_time'

/** A past time means now, for a post with a schedule too. */
const AT_ONCE = '1970-01-01T00:00:00Z'

export default async function setPublication(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const { at, until, zone, onMissed, force, dryRun } = options
  const body = {
    at: at ? zonedTime(at, zone) : AT_ONCE,
    until: until && zonedTime(until, zone),
    time_zone: zone,
    on_missed: onMissed,
    force,
    dry_run: dryRun,
  }
  const transport = await open()
  const path = `/posts/${args[0]}/publication`
  const { body: post } = await transport.request('PUT', path, { body })
  const time = at ? `at ${output.say(moment(body.at))}` : 'now'
  const done = post.publish_at ? `is published ${time}` : 'is published'
  const said = dryRun
    ? `Nothing was done. It would be published ${time}`
    : `Post ${args[0]} ${done}`
  await output.show(post, () => `${said}\n`, { dry_run: !!dryRun })
}
