/** WordPress writes `0000-00-00 00:00:00` for none, and times without a zone, which are in UTC. */
export function timeOf(text: string): Date | null {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text) ?? []
  const at = new Date(day ? `${day}T${time}Z` : text)
  return text === '' || Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 ? null : at
}
