import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Clock ticks per second, as Linux reports them on every architecture. */
const TICKS = 100

/** @returns seconds of CPU that a process has used */
export function cpuOf(pid: number): number {
  const fields = statOf(pid)
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS : 0
}

/** @returns seconds of CPU that this process's ended children used */
export function cpuOfEndedChildren(): number {
  const fields = statOf(process.pid)!
  return (Number(fields[13]) + Number(fields[14])) / TICKS
}

/** @returns resident memory in megabytes */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`)) ?? []
  return Number(kilobytes ?? 0) / 1024
}

export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Boolean)
  return pids.filter((pid) => statOf(pid)?.[1] === String(parent))
}

/** @returns its largest resident memory in megabytes, since it started or since it was told to forget */
export function peakOf(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`)) ?? []
  return Number(kilobytes ?? 0) / 1024
}

export const forgetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5')

/** The process of jobs of a cluster. */
export const jobsOf = (primary: number) =>
  childrenOf(primary).find((pid) => read(`/proc/${pid}/cmdline`).includes('cluster/jobs'))

export const nameOf = (pid: number) => read(`/proc/${pid}/comm`).trim()

/** The fields after the program's name, which may hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : undefined
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
