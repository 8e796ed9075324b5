import type { Invocation } from '#cli/invocation'
import { findInstalled, requireRoot } from '#cli/service/find_service'

export default async function uninstall(invocation: Invocation) {
  const { confirm, options, terminal } = invocation
  const { kind, machine, service } = await findInstalled(invocation)
  requireRoot(machine)
  const { purge = false } = options
  if (!machine.isDry) {
    const what = purge ? 'with its settings, its database and its backups' : 'keeping its data'
    const question = `Remove Plaza from ${terminal.host}, ${what}?`
    await confirm(question, purge ? terminal.host : undefined)
  }

  const data = await service.uninstall({ purge })
  await machine.end({ kind, ...data })
}
