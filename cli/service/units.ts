import type { UnitHealth } from '#cli/service/health'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

export const unitFolder = '/etc/systemd/system'

export type Properties = Record<string, string>

const asked = [
  ['Id', 'ActiveState', 'SubState', 'Result', 'StatusText', 'NRestarts', 'MainPID'],
  ['MemoryCurrent', 'ActiveEnterTimestamp', 'ExecMainExitTimestamp', 'ConditionResult'],
  ['NextElapseUSecRealtime', 'WorkingDirectory', 'LoadState'],
].flat()

/** Reads systemd's properties of units, in their order. */
export async function propertiesOf(machine: Machine, units: string[]): Promise<Properties[]> {
  if (units.length === 0) return []
  const line = sh`TZ=UTC systemctl show --timestamp=unix --property=${asked.join(',')} ${units}`
  const { text } = await machine.ask(line)
  return text.split('\n\n').map((paragraph) =>
    Object.fromEntries(
      paragraph.split('\n').map((row) => {
        const at = row.indexOf('=')
        return [row.slice(0, at), row.slice(at + 1)]
      })
    )
  )
}

export async function installedUnits(machine: Machine): Promise<string[]> {
  const { text } = await machine.ask(
    "systemctl list-unit-files --no-legend --plain 'plaza.service' 'plaza-*.service' 'plaza-*.timer'"
  )
  return text
    .split('\n')
    .map((row) => row.split(/\s+/)[0])
    .filter(Boolean)
}

/** Parses systemd's time to RFC 3339; null for none. Timers use words despite --timestamp. */
export function timeOf(stamp = ''): string | null {
  const [, seconds] = /^@(\d+)/.exec(stamp) ?? []
  const moment = seconds ? Number(seconds) * 1000 : Date.parse(stamp.replace(/^\w+ /, ''))
  return moment > 0 ? new Date(moment).toISOString() : null
}

export const unitHealth = (unit: Properties): UnitHealth => ({
  unit: unit.Id,
  state: unit.ActiveState === 'active' ? unit.SubState : unit.ActiveState,
  says: unit.StatusText ?? '',
  restarts: Number(unit.NRestarts || 0),
  since: timeOf(unit.ActiveEnterTimestamp),
})

export const timersOf = (all: Properties[]) =>
  all
    .filter(({ Id }) => Id?.endsWith('.timer'))
    .map(({ Id, NextElapseUSecRealtime }) => ({ unit: Id, next: timeOf(NextElapseUSecRealtime) }))

/** A persistent timer is no witness of backups: its installation counts as a run. */
export function lastBackupOf(all: Properties[]): string | null {
  const service = all.find(({ Id }) => Id === 'plaza-backup.service')
  return service?.Result === 'success' ? timeOf(service.ExecMainExitTimestamp) : null
}

/** Failed units, and a main unit that doesn't run. */
export function troublesOf(all: Properties[], main: string): string[] {
  const failed = all.filter(({ ActiveState }) => ActiveState === 'failed')
  const troubles = failed.map(({ Id, Result }) => `${Id} failed (${Result})`)
  const state = all.find(({ Id }) => Id === main)?.ActiveState
  if (state && state !== 'failed' && state !== 'active') troubles.push(`${main} is ${state}`)
  return troubles
}
