import type { Facts } from '#domain/moderation'

export interface Reversal {
  action: string
  target_id: number
  /** RFC 3339. */
  until: string | null
}

interface Reversed {
  action: string
  target_id: number
  before: Facts
  after: Facts
}

/** The inverse action, or the same action with the former term; null if the entry's action is irreversible. */
export function reversalOf(
  { action, target_id: target, before, after }: Reversed,
  actions: readonly { name: string; inverse: string | null }[]
): Reversal | null {
  const [, until = null] = Object.entries(before).find(([name]) => name.endsWith('_until')) ?? []
  const hasTurned = Object.values(after).some((fact) => typeof fact === 'boolean')
  const inverse = actions.find(({ name }) => name === action)?.inverse
  if (!inverse) return null
  return {
    action: hasTurned ? inverse : action,
    target_id: target,
    until: until as string | null,
  }
}
