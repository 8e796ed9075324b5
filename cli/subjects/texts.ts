import { Moment } from '#cli/output/moment'
import type { Output } from '#cli/output/output'

/** A time to the minute. */
export const minute = (time: string | null) => time && new Moment(time, 'minute')

/** The day of a time. */
export const day = (time: string | null) => time && new Moment(time, 'day')

/** A time in full, with its zone. */
export const moment = (time: string | null) => time && new Moment(time, 'second')

/** Somebody, where there still is somebody. */
export const person = (user: { username: string | null } | null | undefined, nobody = '') =>
  user?.username ? `@${user.username}` : nobody

/** Until when something holds. */
export const term = (holds: boolean, until: string | null, output: Output) => {
  if (!holds) return 'no'
  return until ? `until ${output.say(moment(until))}` : 'for good'
}

/** A heading, and what stands below it; nothing at all without that. */
export const section = (heading: string, text: string) => (text ? `\n${heading}\n${text}` : '')
