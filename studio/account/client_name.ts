/** Looked for in this order: browsers also give the names of those that they descend from. */
const browsers = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** A `User-Agent` as people say it, such as "Firefox, Windows". Another program gives its own name. */
export function clientName(agent: string | null): string | null {
  if (!agent) return null
  const browser = browsers.find(([part]) => agent.includes(part))?.[1]
  if (!browser) return agent
  const system = systems.find(([part]) => agent.includes(part))?.[1]
  return system ? `${browser}, ${system}` : browser
}
