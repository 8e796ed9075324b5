import { DateTime } from 'luxon'
import { isWhole, type Backup } from '#cli/backups/shelf'

/** How many days, weeks and months keep their last backup. */
export interface Keep {
  daily: number
  weekly: number
  monthly: number
}

const spans = {
  daily: 'yyyy-LL-dd',
  weekly: "kkkk-'W'WW",
  monthly: 'yyyy-LL',
} as const

/**
 * The backups that no rule keeps any longer. The newest whole one stays whatever the rules say;
 * damaged ones count for nothing and are left for somebody to look at.
 *
 * @param backups the newest first
 */
export function outdated(backups: Backup[], keep: Keep): Backup[] {
  const candidates = backups.filter(isWhole)
  const kept = new Set<Backup>(candidates.slice(0, 1))
  for (const [rule, span] of Object.entries(spans)) {
    const last = new Map<string, Backup>()
    for (const backup of candidates) {
      const name = DateTime.fromJSDate(backup.takenAt, { zone: 'utc' }).toFormat(span)
      if (!last.has(name)) last.set(name, backup)
    }
    for (const backup of [...last.values()].slice(0, keep[rule as keyof Keep])) kept.add(backup)
  }
  return candidates.filter((backup) => !kept.has(backup))
}
