import type { Member } from '#resources/definition/members'
import type { Resource } from '#resources/definition/resource'

/** The written members that are content: revisions and working copies have them. */
export const contentOf = ({ written }: Resource): Record<string, Member> =>
  Object.fromEntries(Object.entries(written).filter(([, { writes }]) => !writes!.isState))
