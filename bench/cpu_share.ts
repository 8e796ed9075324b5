import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'

/** Microseconds: short, so that who is held waits often and not long. */
const period = 10_000

const v1 = '/sys/fs/cgroup/cpu'
const v2 = '/sys/fs/cgroup'

/**
 * Holds a process to a part of one core, by a control group of its own.
 *
 * @param part of a core, 0 to 1
 * @returns removes the group, once the process has ended; undefined where this may not make one
 */
export function holdTo(part: number, pid: number): (() => void) | undefined {
  const isV1 = existsSync(`${v1}/cpu.cfs_quota_us`)
  const group = `${isV1 ? v1 : v2}/plaza-bench-${pid}`
  const quota = Math.round(part * period)
  try {
    mkdirSync(group)
    if (isV1) {
      writeFileSync(`${group}/cpu.cfs_period_us`, String(period))
      writeFileSync(`${group}/cpu.cfs_quota_us`, String(quota))
    } else writeFileSync(`${group}/cpu.max`, `${quota} ${period}`)
    writeFileSync(`${group}/cgroup.procs`, String(pid))
    return () => rmdirSync(group)
  } catch {
    return undefined
  }
}
