import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'

/** A short period gives a throttled process many short waits instead of few long ones. */
const PERIOD_US = 10_000

const CGROUP_V1 = '/sys/fs/cgroup/cpu'
const CGROUP_V2 = '/sys/fs/cgroup'

/**
 * Limits a process by its own control group. @returns removes the group; undefined without the right to
 * make one
 */
export function limitCpu(share: number, pid: number): (() => void) | undefined {
  const isV1 = existsSync(`${CGROUP_V1}/cpu.cfs_quota_us`)
  const group = `${isV1 ? CGROUP_V1 : CGROUP_V2}/plaza-bench-${pid}`
  const quotaUs = Math.round(share * PERIOD_US)
  try {
    mkdirSync(group)
    if (isV1) {
      writeFileSync(`${group}/cpu.cfs_period_us`, String(PERIOD_US))
      writeFileSync(`${group}/cpu.cfs_quota_us`, String(quotaUs))
    } else writeFileSync(`${group}/cpu.max`, `${quotaUs} ${PERIOD_US}`)
    writeFileSync(`${group}/cgroup.procs`, String(pid))
    return () => rmdirSync(group)
  } catch {
    return undefined
  }
}
