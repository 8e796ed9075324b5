import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'

/** A short period gives a throttled process many short waits instead of few long ones. */
const period = 10_000

const v1 = '/sys/fs/cgroup/cpu'
const v2 = '/sys/fs/cgroup'

/**
 * Limits a process to a share of one core, by its own control group.
 * @param share from 0 to 1
 * @returns removes the group after the process has ended; undefined without the right to make one
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
