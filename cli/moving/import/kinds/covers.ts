import type { Batch } from '#cli/moving/import/batch'
import { idsHere } from '#cli/moving/import/ids'

type Members = Record<string, unknown> | null | undefined

type Id = number | null | undefined

const coverOf = (members: Members) => (members?.cover_id ?? null) as Id

export interface Covers {
  /** The id here of a picture of the source; null: it did not come. */
  idOf(id: Id): number | null
  /** Members of a working copy or a revision, with the cover that they have here. */
  within(members: Members): Members
}

/** @param ids of covers at the source @param kept members that may have one */
export async function coversHere(batch: Batch, ids: Id[], kept: Members[]): Promise<Covers> {
  const here = await idsHere(batch, 'media', [...ids, ...kept.map(coverOf)])
  const idOf = (id: Id) => here.get(String(id)) ?? null
  return {
    idOf,
    within: (members) =>
      members && 'cover_id' in members ? { ...members, cover_id: idOf(coverOf(members)) } : members,
  }
}
