import type { Audience, Facts, Member, Typed } from '#resources/definition/members'
import type { View } from '#resources/definition/view'

/** Embeds another resource as an object; null when its first member is null. */
export const embed = <T = object | null>(
  { name, facts, table, members, tracks }: View,
  {
    when,
    values = {},
    ...options
  }: Facts & {
    when?: string | ((audience: Audience) => string)
    /** From all to few: each audience also reads the members of those before it. */
    values?: Record<string, string>
  } = {}
): Typed<T> => {
  const inRow = Object.entries(members).filter(([, { isAppended }]) => !isAppended)
  const given = Object.entries(values).map(([member, sql]) => [
    member,
    { ...members[member], sql, isAppended: false },
  ])
  return {
    kind: 'object',
    nullable: facts.nullable,
    ...options,
    of: { name, table, tracks, when, members: Object.fromEntries([...inRow, ...given]) },
  }
}

export const listOf = <T = object>(
  { name, facts, table, members, audience }: View,
  { rows, ...options }: Facts & { rows?: NonNullable<Member['of']>['rows'] } = {}
): Typed<T[]> => ({
  kind: 'list',
  ...options,
  of: { name: facts.isInline ? undefined : name, table, members, audience, rows },
})
