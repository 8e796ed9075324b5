import type { Invocation } from '#cli/invocation'
import { findService, requireRoot } from '#cli/service/find_service'

export default async function install(invocation: Invocation) {
  const { options } = invocation
  const { isInstalled, kind, machine, service } = await findService(invocation)
  requireRoot(machine)
  if (isInstalled) machine.note('Plaza is installed already: only missing parts are added')

  const data = await service.install({ isInstalled, from: options.from, nginx: options.nginx })
  await machine.end({ kind, ...data })
}
