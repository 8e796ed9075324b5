/** A moment for people: minutes, in UTC. */
export const minute = (time: string | null) => time?.slice(0, 16).replace('T', ' ') ?? ''

/** A day, in UTC. */
export const day = (time: string | null) => time?.slice(0, 10) ?? ''

/** A moment in full, in UTC. */
export const moment = (time: string | null) =>
  time ? `${time.slice(0, 19).replace('T', ' ')} UTC` : ''

/** Somebody, where there still is somebody. */
export const person = (user: { username: string | null } | null | undefined, nobody = '') =>
  user?.username ? `@${user.username}` : nobody

/** Until when something holds. */
export const term = (holds: boolean, until: string | null) => {
  if (!holds) return 'no'
  return until ? `until ${moment(until)}` : 'for good'
}

/** A heading, and what stands below it; nothing at all without that. */
export const section = (heading: string, text: string) => (text ? `\n${heading}\n${text}` : '')
