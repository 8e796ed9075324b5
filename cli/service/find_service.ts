import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { Machine } from '#cli/service/machine'
import { mainUnits, type Kind, type Service } from '#cli/service/service'

export interface Found {
  machine: Machine
  kind: Kind
  isInstalled: boolean
  service: Service
}

/** @throws Failure without systemd, or for a kind other than the only one installed */
export async function findService({ options, output, terminal }: Invocation): Promise<Found> {
  const machine = new Machine(terminal, output, !!options.dryRun)
  const installed = await installedKinds(machine)
  const kind = kindOf(options.kind, installed)
  const { default: Kind } =
    kind === 'bare'
      ? await import('#cli/service/bare/bare_service')
      : await import('#cli/service/compose/compose_service')
  const isInstalled = installed.includes(kind)
  return { machine, kind, isInstalled, service: new Kind(machine) }
}

/** Like {@link findService}. @throws Failure if it is not installed */
export async function findInstalled(invocation: Invocation): Promise<Found> {
  const found = await findService(invocation)
  if (!found.isInstalled) throw notInstalled
  return found
}

/** @throws Failure unless root runs the command, or it is a dry run */
export function requireRoot({ isDry, isRoot }: Machine) {
  if (isDry || isRoot) return
  throw new Failure('forbidden', 'Only root may do that: put sudo before the command')
}

async function installedKinds(machine: Machine): Promise<Kind[]> {
  const kinds: Kind[] = []
  for (const [kind, unit] of Object.entries(mainUnits)) {
    const { ok, text } = await machine.ask(`systemctl show --property=LoadState --value ${unit}`)
    if (!ok)
      throw new Failure(
        'unavailable',
        'systemd does not answer: plaza service needs a machine that runs systemd'
      )
    if (text !== 'not-found') kinds.push(kind as Kind)
  }
  return kinds
}

function kindOf(given: Kind | undefined, installed: Kind[]): Kind {
  const [only, ...others] = installed
  if (given === undefined) {
    if (!only) throw notInstalled
    if (others.length > 0)
      throw new Failure('usage', 'Both kinds are installed: give --kind bare or --kind compose')
    return only
  }
  if (only && !installed.includes(given)) {
    throw new Failure('conflict', `It is installed as ${only} here: uninstall that first`)
  }
  return given
}

const notInstalled = new Failure(
  'not_found',
  'Plaza is not installed here as a service: plaza service install --kind bare|compose'
)
