import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { Machine } from '#cli/service/machine'
import { mainUnits, type Kind, type Service } from '#cli/service/service'

/** The service as one command finds it. */
export interface Found {
  machine: Machine
  kind: Kind
  isInstalled: boolean
  service: Service
}

/**
 * Finds out which kind is meant, and whether it is installed.
 *
 * @throws Failure on a machine without systemd; when it cannot be told which kind; of a kind that is
 *   not the installed one
 */
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

/** Like {@link findService}, for what takes an installed service. */
export async function findInstalled(invocation: Invocation): Promise<Found> {
  const found = await findService(invocation)
  if (!found.isInstalled) throw notInstalled
  return found
}

/** @throws Failure for anybody but root, except in a dry run */
export function requireRoot({ isDry, isRoot }: Machine) {
  if (isDry || isRoot) return
  throw new Failure('forbidden', 'Only root may do that: put sudo before the command')
}

async function installedKinds(machine: Machine): Promise<Kind[]> {
  const kinds: Kind[] = []
  for (const [kind, unit] of Object.entries(mainUnits)) {
    const { ok, text } = await machine.ask(`systemctl show --property=LoadState --value ${unit}`)
    if (!ok) throw new Failure('unavailable', 'systemd does not answer: is it what runs here?')
    if (text !== 'not-found') kinds.push(kind as Kind)
  }
  return kinds
}

function kindOf(given: Kind | undefined, installed: Kind[]): Kind {
  const [only, ...others] = installed
  if (given === undefined) {
    if (!only) throw notInstalled
    if (others.length > 0) throw new Failure('usage', 'Both are installed: --kind bare|compose')
    return only
  }
  if (only && !installed.includes(given)) {
    throw new Failure('conflict', `It is installed as ${only} here: uninstall that first`)
  }
  return given
}

const notInstalled = new Failure(
  'not_found',
  'Plaza is no service here yet: plaza service install --kind bare|compose'
)
