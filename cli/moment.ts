import { InvalidArgumentError } from 'commander'
import { momentShape, readMoment } from '#domain/moment'

const UNIT_S = { m: 60, h: 3600, d: 86_400, w: 604_800 }

export const accepted = '7d, 12h, 2026-12-31 or 2026-12-31T18:00:00Z'

/**
 * @param direction 1 for durations from now on, -1 for durations before now
 * @returns RFC 3339
 * @throws InvalidArgumentError
 */
export function moment(text: string, direction: 1 | -1, now = Date.now()): string {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(text) ?? []
  const time = unit
    ? now + direction * Number(count) * UNIT_S[unit as keyof typeof UNIT_S] * 1000
    : readMoment(text)
  if (Number.isNaN(time)) {
    const what = momentShape.test(text) ? `There is no ${text}. ` : ''
    throw new InvalidArgumentError(`${what}Write ${accepted}.`)
  }
  if (direction === 1 && time <= now) throw new InvalidArgumentError('That time is over already.')
  return new Date(time).toISOString()
}

/** The forms that `zonedTime` reads. They are here because the grammar shows them, and luxon loads slowly. */
export const acceptedZoned =
  '2h, 2026-12-24T18:00:00+01:00, or 2026-12-24T18:00 with --zone Europe/Berlin'
