import type { HttpContext } from '@adonisjs/core/http'

/** The language that a browser prefers, as a BCP 47 tag; null if it names none. */
export function preferredLanguage(request: HttpContext['request']): string | null {
  const [first] = request.languages()
  try {
    return Intl.getCanonicalLocales(first).at(0)?.slice(0, 35) ?? null
  } catch {
    return null
  }
}
