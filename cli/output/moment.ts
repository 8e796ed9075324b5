/** The number of shown characters of `2026-12-31 18:00:00`. */
const lengths = { day: 10, minute: 16, second: 19 }

const formats = new Map<string, Intl.DateTimeFormat>()

/** A time for people; as a string it is in UTC. */
export class Moment {
  /** @param time in RFC 3339, in UTC */
  constructor(
    private time: string,
    private precision: keyof typeof lengths
  ) {}

  /** The local time of a zone; at a precision of seconds with its offset. */
  in(zone: string): string {
    const { text, offset } = zone === 'UTC' ? inUtc(this.time) : onClocks(this.time, zone)
    const shown = text.slice(0, lengths[this.precision])
    return this.precision === 'second' ? `${shown} ${offset}` : shown
  }

  toString() {
    return this.in('UTC')
  }
}

export function timeZone(): string {
  // Node has no zone for an invalid TZ.
  const { timeZone: zone = 'UTC' } = new Intl.DateTimeFormat().resolvedOptions()
  return /^(Etc\/)?(UTC|UCT|GMT|Universal|Zulu|Unknown)$/.test(zone) ? 'UTC' : zone
}

export const nameOfZone = (zone: string) => zone.replace(/^.*\//, '').replaceAll('_', ' ')

const inUtc = (time: string) => ({ text: time.slice(0, 19).replace('T', ' '), offset: 'UTC' })

function onClocks(time: string, zone: string) {
  const parts = formatOf(zone).formatToParts(new Date(time))
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  const text = `${of.year}-${of.month}-${of.day} ${of.hour}:${of.minute}:${of.second}`
  return { text, offset: of.timeZoneName.replace('GMT', '') || '+00:00' }
}

/** Cached, since making one is slow. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'iso8601',
    year: 'numeric',
    ...{ month: two, day: two, hour: two, minute: two, second: two },
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  })
  formats.set(zone, format)
  return format
}
