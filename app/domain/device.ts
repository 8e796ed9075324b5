const browsers: [RegExp, string][] = [
  [/\bEdg\w*\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^plaza\b/, 'plaza'],
  [/^curl\//, 'curl'],
]

const systems: [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const named = (list: [RegExp, string][], text: string) =>
  list.find(([sign]) => sign.test(text))?.[1]

/** The program behind a user agent, in our own words, as an attacker can write the header. Null if it is unknown. */
export function programOf(userAgent: string | null): string | null {
  if (userAgent === null) return null
  const known = [named(browsers, userAgent), named(systems, userAgent)].filter(Boolean)
  return known.length > 0 ? known.join(', ') : null
}

/** The program stays the same after an update. */
export const withoutVersions = (userAgent: string): string => userAgent.replaceAll(/[\d._]+/g, '')
