const UNIT_S = { s: 1, m: 60, h: 3600, d: 86_400 }

/** A duration such as `15m` or `7d`. */
export const durationShape = /^[1-9]\d{0,8}[smhd]$/

/** A duration in seconds; null for anything else. */
export function readDuration(text: string): number | null {
  if (!durationShape.test(text)) return null
  return Number(text.slice(0, -1)) * UNIT_S[text.at(-1) as keyof typeof UNIT_S]
}
