import { readFile } from 'node:fs/promises'
import { readinessUrl } from '#cli/service/bare/readiness'
import { currentRelease } from '#cli/service/bare/releases'
import type { Health } from '#cli/service/health'
import type { Machine } from '#cli/service/machine'
import { mainUnits } from '#cli/service/service'
import { sh } from '#cli/service/shell'
import * as units from '#cli/service/units'

/** The units that Plaza depends on, as far as this machine runs them. */
const beside = ['postgresql.service', 'nginx.service']

export async function examineBare(machine: Machine): Promise<Health> {
  const names = [...(await units.installedUnits(machine)), ...beside]
  const all = (await units.propertiesOf(machine, names)).filter(
    ({ LoadState }) => LoadState === 'loaded'
  )
  const main = all.find(({ Id }) => Id === mainUnits.bare)
  const processes = await processesOf(main?.MainPID ?? '0')
  const { ok: ready } = await machine.ask(
    sh`curl --fail --silent --max-time 5 ${await readinessUrl(machine)}`
  )
  const troubles = units.troublesOf(all, mainUnits.bare)
  if (!ready) troubles.push('the API is not ready')

  return {
    kind: 'bare',
    version: await currentRelease(machine),
    units: all.filter(({ Id }) => Id.endsWith('.service')).map(units.unitHealth),
    ready,
    workers: processes.length === 0 ? null : await countWorkers(processes),
    memory: await memoryOf(processes, main?.MemoryCurrent),
    last_backup: units.lastBackupOf(all),
    timers: units.timersOf(all),
    troubles,
  }
}

/** The main process, followed by its children. */
async function processesOf(pid: string): Promise<string[]> {
  if (pid === '0') return []
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return [pid, ...children.split(' ').filter(Boolean)]
}

/** The number of processes that serve requests. The first process and that of jobs don't. */
async function countWorkers([, ...children]: string[]): Promise<number> {
  const commands = await Promise.all(
    children.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
  )
  return commands.filter((command) => !command.includes('/cluster/jobs.')).length
}

/** Systemd's figure. Where the kernel has none (Raspberry Pi OS), the sum of the processes. */
async function memoryOf(processes: string[], counted = ''): Promise<number | null> {
  if (/^\d+$/.test(counted)) return Number(counted)
  if (processes.length === 0) return null
  let kibibytes = 0
  for (const pid of processes) {
    // Shared memory counts once. Only root may know its size.
    const shared = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const [, size] = /^Pss:\s+(\d+)/m.exec(shared) ?? /^VmRSS:\s+(\d+)/m.exec(status) ?? []
    kibibytes += Number(size ?? 0)
  }
  return kibibytes * 1024
}
