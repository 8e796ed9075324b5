import type { Member } from '#resources/definition/members'
import type { Resource } from '#resources/definition/resource'

/** Written members that revisions and working copies have too. */
export const contentOf = ({ written }: Resource): Record<string, Member> =>
  Object.fromEntries(Object.entries(written).filter(([, { writes }]) => !writes!.isState))
