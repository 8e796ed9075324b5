import { Checkout } from '#cli/service/checkout'
import { compose, Images } from '#cli/service/compose/images'
import type { Health, UnitHealth } from '#cli/service/health'
import type { Machine } from '#cli/service/machine'
import { mainUnits } from '#cli/service/service'
import { sh } from '#cli/service/shell'
import * as units from '#cli/service/units'

interface Container {
  ID: string
  Name: string
  Service: string
  State: string
  Health: string
  Status: string
}

export async function examineCompose(machine: Machine, path: string): Promise<Health> {
  const all = await units.propertiesOf(machine, await units.installedUnits(machine))
  const running = await (await Images.of(machine, path)).runningCommit()
  const checkout = await Checkout.at(machine, path)
  const containers = await containersOf(machine, path)
  const troubles = units.troublesOf(all, mainUnits.compose)
  for (const { Name, State, Health: health } of containers) {
    if (State !== 'running' || health === 'unhealthy')
      troubles.push(`${Name} is ${health || State}`)
  }
  const apis = containers.filter(({ Service }) => Service === 'api')
  const ready = apis.length > 0 && apis.every(({ Health: health }) => health === 'healthy')
  if (!ready) troubles.push('the API is not ready')

  return {
    kind: 'compose',
    // Images built by hand have no label.
    version: running ? await checkout.nameOf(running) : 'unknown',
    units: [
      ...all.filter(({ Id }) => Id?.endsWith('.service')).map(units.unitHealth),
      ...containers.map(containerHealth),
    ],
    ready,
    workers: apis.length,
    memory: await memoryOf(machine, containers),
    last_backup: units.lastBackupOf(all),
    timers: units.timersOf(all),
    troubles,
  }
}

/** Versions of Compose write one list, or a document per line. */
async function containersOf(machine: Machine, path: string): Promise<Container[]> {
  const { ok, text } = await machine.ask(compose(path, 'ps', '--format', 'json'))
  if (!ok || text === '') return []
  return text.split('\n').flatMap((line) => JSON.parse(line))
}

const containerHealth = ({ Name, State, Health: health, Status }: Container): UnitHealth => ({
  unit: Name,
  state: health || State,
  says: Status,
  restarts: 0,
  since: null,
})

async function memoryOf(machine: Machine, containers: Container[]): Promise<number | null> {
  if (containers.length === 0) return null
  const ids = containers.map(({ ID }) => ID)
  const { text } = await machine.ask(
    sh`docker stats --no-stream --format ${'{{.MemUsage}}'} ${ids}`
  )
  const sizes = [...text.matchAll(/^([\d.]+)([KMG]?)i?B/gm)]
  const factors = { '': 1, 'K': 2 ** 10, 'M': 2 ** 20, 'G': 2 ** 30 }
  const sum = sizes.reduce(
    (total, [, count, unit]) => total + Number(count) * factors[unit as keyof typeof factors],
    0
  )
  return Math.round(sum)
}
