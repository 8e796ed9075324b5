import ValidationException from '#exceptions/validation_exception'
import type { ScheduleOfPost } from '#domain/post_status'

const names = ['status', 'publish_at', 'unpublish_at', 'time_zone'] as const

/**
 * A client may send back all that it read, but these members change elsewhere.
 * @param body as sent @throws ValidationException for each that differs
 */
export function refuseChangedSchedule(body: Record<string, unknown>, known: ScheduleOfPost): void {
  const isKnown = (name: (typeof names)[number]) =>
    isSame(body[name], known[name]) || (isHidden(name, known) && body[name] === null)
  const changed = names.filter((name) => name in body && !isKnown(name))
  if (changed.length === 0) return
  throw new ValidationException(
    changed.map((name) => ({
      pointer: `/${name}`,
      rule: 'publication',
      detail: `${name} changes only with PUT and DELETE /posts/{id}/publication.`,
    }))
  )
}

/** A published post does not show the schedule of its working copy. */
const isHidden = (name: string, { status, unpublish_at: end }: ScheduleOfPost) =>
  status === 'published' && (name === 'publish_at' || (name === 'time_zone' && end === null))

function isSame(sent: unknown, known: string | Date | null): boolean {
  if (!(known instanceof Date)) return sent === known
  return typeof sent === 'string' && Date.parse(sent) === known.getTime()
}
