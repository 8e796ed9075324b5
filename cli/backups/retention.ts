import { DateTime } from 'luxon'
import { isComplete, type Backup } from '#cli/backups/backup_store'

/** How many days, weeks and months keep their last backup. */
export interface Keep {
  daily: number
  weekly: number
  monthly: number
}

const MAX_BEFORE = 3
const MAX_BEFORE_DAYS = 14

const spans = {
  daily: 'yyyy-LL-dd',
  weekly: "kkkk-'W'WW",
  monthly: 'yyyy-LL',
} as const

/**
 * The newest undamaged backup always stays, and damaged ones are left for an operator to inspect. Those
 * taken for an upgrade or a restore have their own rule, and don't compete with a day's last backup.
 * @param backups newest first
 */
export function outdated(backups: Backup[], keep: Keep, now = new Date()): Backup[] {
  const candidates = backups.filter(isComplete)
  const marked = candidates.filter(({ before }) => before !== null)
  const since = DateTime.fromJSDate(now).minus({ days: MAX_BEFORE_DAYS }).toJSDate()
  const kept = new Set<Backup>([
    ...candidates.slice(0, 1),
    ...marked.slice(0, MAX_BEFORE).filter(({ takenAt }) => takenAt >= since),
  ])
  for (const [rule, span] of Object.entries(spans)) {
    const last = new Map<string, Backup>()
    for (const backup of candidates.filter(({ before }) => before === null)) {
      const name = DateTime.fromJSDate(backup.takenAt, { zone: 'utc' }).toFormat(span)
      if (!last.has(name)) last.set(name, backup)
    }
    for (const backup of [...last.values()].slice(0, keep[rule as keyof Keep])) kept.add(backup)
  }
  return candidates.filter((backup) => !kept.has(backup))
}
