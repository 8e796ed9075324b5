/** What takes an entry of the audit log back. */
export interface Reversal {
  action: string
  target_id: number
  until: string | null
}

/**
 * What puts back what an entry changed: the inverse of its action, or, where that changed only how
 * long something holds, the same action with the term from before.
 *
 * @param actions the registry, as `GET /admin/actions` gives it
 * @returns null when nothing does
 */
export function reversalOf(entry: any, actions: { name: string; inverse: string | null }[]) {
  const { action, target_id: target, before, after } = entry
  const [, until = null] = Object.entries(before).find(([name]) => name.endsWith('_until')) ?? []
  const hasTurned = Object.values(after).some((fact) => typeof fact === 'boolean')
  const inverse = actions.find(({ name }) => name === action)?.inverse
  if (!inverse) return null
  return { action: hasTurned ? inverse : action, target_id: target, until } as Reversal
}
