import { Moment } from '#cli/output/moment'
import type { Output } from '#cli/output/output'

export const minute = (time: string | null) => time && new Moment(time, 'minute')

export const day = (time: string | null) => time && new Moment(time, 'day')

/** A time to the second, with its zone. */
export const moment = (time: string | null) => time && new Moment(time, 'second')

/** @param fallback the text for an erased account */
export const person = (user: { username: string | null } | null | undefined, fallback = '') =>
  user?.username ? `@${user.username}` : fallback

export const term = (holds: boolean, until: string | null, output: Output) => {
  if (!holds) return 'no'
  return until ? `until ${output.say(moment(until))}` : 'for good'
}

/** A heading with its text; empty without text. */
export const section = (heading: string, text: string) => (text ? `\n${heading}\n${text}` : '')
