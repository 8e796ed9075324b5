import type { UnitHealth } from '#cli/service/health'
import type { Machine } from '#cli/service/machine'
import { sh } from '#cli/service/shell'

/** Where the units of the operator belong. */
export const unitFolder = '/etc/systemd/system'

/** What systemd tells of one unit. */
export type Properties = Record<string, string>

const asked = [
  ['Id', 'ActiveState', 'SubState', 'Result', 'StatusText', 'NRestarts', 'MainPID'],
  ['MemoryCurrent', 'ActiveEnterTimestamp', 'ExecMainExitTimestamp', 'ConditionResult'],
  ['NextElapseUSecRealtime', 'WorkingDirectory', 'LoadState'],
].flat()

/** Asks systemd about units, in the order they are named. */
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

/** The units of Plaza that are installed, timers and services. */
export async function installedUnits(machine: Machine): Promise<string[]> {
  const { text } = await machine.ask(
    "systemctl list-unit-files --no-legend --plain 'plaza.service' 'plaza-*.service' 'plaza-*.timer'"
  )
  return text
    .split('\n')
    .map((row) => row.split(/\s+/)[0])
    .filter(Boolean)
}

/** A time of systemd, in RFC 3339; null for none. Those of timers come in words, whatever is asked for. */
export function timeOf(stamp = ''): string | null {
  const [, seconds] = /^@(\d+)/.exec(stamp) ?? []
  const moment = seconds ? Number(seconds) * 1000 : Date.parse(stamp.replace(/^\w+ /, ''))
  return moment > 0 ? new Date(moment).toISOString() : null
}

/** What people want to know of one service. */
export const unitHealth = (unit: Properties): UnitHealth => ({
  unit: unit.Id,
  state: unit.ActiveState === 'active' ? unit.SubState : unit.ActiveState,
  says: unit.StatusText ?? '',
  restarts: Number(unit.NRestarts || 0),
  since: timeOf(unit.ActiveEnterTimestamp),
})

/** When the timers of Plaza go off next. */
export const timersOf = (all: Properties[]) =>
  all
    .filter(({ Id }) => Id?.endsWith('.timer'))
    .map(({ Id, NextElapseUSecRealtime }) => ({ unit: Id, next: timeOf(NextElapseUSecRealtime) }))

/**
 * When the unit that takes backups last ended well, since the machine started. The timer is no witness: a
 * persistent one counts its own installation as having gone off.
 */
export function lastBackupOf(all: Properties[]): string | null {
  const service = all.find(({ Id }) => Id === 'plaza-backup.service')
  return service?.Result === 'success' ? timeOf(service.ExecMainExitTimestamp) : null
}

/** What is not well with units: those that failed, and a main one that does not run. */
export function troublesOf(all: Properties[], main: string): string[] {
  const failed = all.filter(({ ActiveState }) => ActiveState === 'failed')
  const troubles = failed.map(({ Id, Result }) => `${Id} failed (${Result})`)
  const state = all.find(({ Id }) => Id === main)?.ActiveState
  if (state && state !== 'failed' && state !== 'active') troubles.push(`${main} is ${state}`)
  return troubles
}
