export interface Reversal {
  action: string
  target_id: number
  until: string | null
}

/** The inverse action, or the same one with the former term. @returns null for an irreversible action */
export function reversalOf(entry: any, actions: { name: string; inverse: string | null }[]) {
  const { action, target_id: target, before, after } = entry
  const [, until = null] = Object.entries(before).find(([name]) => name.endsWith('_until')) ?? []
  const hasTurned = Object.values(after).some((fact) => typeof fact === 'boolean')
  const inverse = actions.find(({ name }) => name === action)?.inverse
  if (!inverse) return null
  return { action: hasTurned ? inverse : action, target_id: target, until } as Reversal
}
