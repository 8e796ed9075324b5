import { DateTime } from 'luxon'
import { Failure } from '#cli/failure'
import { acceptedZoned, moment } from '#cli/moment'
import { instantShape } from '#domain/moment'
import { isTimeZone } from '#domain/time_zone'

const localShape = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d)?$/

/**
 * A duration from now, a time with an offset, or a local time in a zone.
 *
 * @param zone IANA
 * @returns RFC 3339
 * @throws Failure for a local time without a zone, or one that the zone skips or has twice
 */
export function zonedTime(text: string, zone: string | undefined): string {
  if (zone !== undefined && !isTimeZone(zone)) {
    throw new Failure('usage', `There is no time zone ${zone}: name one such as Europe/Berlin`)
  }
  if (/^\d+[mhdw]$/.test(text)) return moment(text, 1)
  if (instantShape.test(text)) return new Date(moment(text, -1)).toISOString()
  const [, day, time] = localShape.exec(text) ?? []
  if (!day) throw new Failure('usage', `${text} is no time: write ${acceptedZoned}`)
  if (!zone) throw new Failure('usage', `${text} has no offset: add one, or --zone Europe/Berlin`)

  const local = DateTime.fromISO(text.replace(' ', 'T'), { zone })
  if (local.toFormat('yyyy-MM-dd HH:mm') !== `${day} ${time}`) {
    throw new Failure('usage', `There is no ${text} in ${zone}: the clocks go forward then`)
  }
  const offsets = local.getPossibleOffsets().map((one) => one.toFormat('ZZ'))
  if (offsets.length > 1) {
    throw new Failure('usage', `${text} comes twice in ${zone}: add ${offsets.join(' or ')}`)
  }
  return local.toUTC().toISO()!
}
