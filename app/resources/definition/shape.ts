import type { Members, Shape } from '#resources/definition/members'
import { schemaOfMembers } from '#resources/definition/schema'

/** A response without a row: the object, and its schema. */
export const shape = <const M extends Members>(
  members: M,
  { optional = [] as (keyof M)[] } = {}
) => ({
  members,
  schema: schemaOfMembers(members, {
    required: Object.keys(members).filter((name) => !optional.includes(name)),
  }),
})

export type ShapeOf<S extends { members: Members }> = Shape<S['members']>
