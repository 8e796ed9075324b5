import { Failure } from '#cli/failure'
import { followDeletion } from '#cli/follow_deletion'
import { randomPassword } from '#cli/secrets'
import { singularOf, type StaffCommand } from '#cli/staff_commands'
import type { Invocation } from '#cli/invocation'
import { oneLine } from '#cli/output/plain'
import { changes } from '#cli/resources/audit'
import { addressOf } from '#cli/resources/staff_resources'
import { moment } from '#cli/resources/texts'
import type { Transport } from '#cli/transports/transport'

export default async function staffAction(invocation: Invocation<StaffCommand>) {
  const { args, options, params, output, transport: open } = invocation
  const [reference, value] = args
  const isUser = params.subject === 'users'
  const transport = await open({ byMachine: params.byMachine })

  let name = isUser ? reference : `${singularOf[params.subject]} ${reference}`
  if (params.asks && !options.dryRun) {
    const target = await targetOf(reference, params, transport)
    if (isUser) name = `@${target.username}`
    else if (target)
      name += `, ${oneLine(target.title ?? target.content ?? target.name ?? target.status)}`
    const repeated = params.isFinal ? target.username : undefined
    await invocation.confirm(`${params.description}: ${name}?`, repeated)
  }

  const password = params.makesPassword ? randomPassword() : undefined
  if (password && !options.dryRun) await output.reserve()
  const { body: entry } = await transport.request('POST', '/admin/actions', {
    body: {
      action: params.action,
      target_id: /^\d+$/.test(reference) ? Number(reference) : reference,
      reason: options.reason,
      until: options.until,
      dry_run: options.dryRun,
      password,
      ...(params.value && { [params.value.field]: value ?? null }),
    },
  })
  const isDone = !options.dryRun
  const result = isDone && password ? { ...entry, password } : entry
  await output.show(
    result,
    () => {
      const done = isDone
        ? `${params.done} ${name}`
        : `Nothing was done. ${params.action} on ${name} would change`
      const until = entry.until ? ` until ${output.say(moment(entry.until))}` : ''
      const number = isDone ? ` (audit entry ${entry.id})` : ''
      const facts = changes(entry).map((line) => `  ${oneLine(line)}\n`)
      const secret = isDone && password ? `Password: ${password}\n` : ''
      return `${oneLine(done + until + number)}\n${facts.join('')}${secret}`
    },
    { dry_run: !isDone }
  )
  const isFollowed = isDone && params.action === 'user.erase' && invocation.terminal.isInteractive
  if (isFollowed) await followDeletion({ type: 'user', id: entry.target_id }, transport, invocation)
}

/** Staff remove a comment from its author's trash without reading it. The action finds whether it exists. */
async function targetOf(reference: string, { subject }: StaffCommand, transport: Transport) {
  try {
    return (await transport.request('GET', addressOf(subject, reference))).body
  } catch (error) {
    const mayBeInTrash = subject === 'comments'
    if (mayBeInTrash && error instanceof Failure && error.outcome === 'not_found') return null
    throw error
  }
}
