import { DateTime } from 'luxon'
import { isWhole, type Backup } from '#cli/backups/backup_store'

/** How many days, weeks and months keep their last backup. */
export interface Keep {
  daily: number
  weekly: number
  monthly: number
}

/** How many backups are kept that were taken before something, and for how many days. */
const MAX_BEFORE = 3
const MAX_BEFORE_DAYS = 14

const spans = {
  daily: 'yyyy-LL-dd',
  weekly: "kkkk-'W'WW",
  monthly: 'yyyy-LL',
} as const

/**
 * The backups that no rule keeps any longer. The newest whole one stays whatever the rules say;
 * damaged ones count for nothing and are left for somebody to look at. Those that were taken before an
 * upgrade or a restore have a rule of their own: they neither take the place of a day's last one nor lose
 * theirs to it.
 *
 * @param backups the newest first
 */
export function outdated(backups: Backup[], keep: Keep, now = new Date()): Backup[] {
  const candidates = backups.filter(isWhole)
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
