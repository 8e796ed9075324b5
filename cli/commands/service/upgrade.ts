import type { Invocation } from '#cli/invocation'
import { findInstalled, requireRoot } from '#cli/service/find_service'

export default async function upgrade(invocation: Invocation) {
  const { args, holdInterrupts, options } = invocation
  const { kind, machine, service } = await findInstalled(invocation)
  requireRoot(machine)

  const { backup, from } = options
  const data = await service.upgrade({ ref: args[0], from, backup, signal: holdInterrupts() })
  await machine.end({ kind, ...data })
}
