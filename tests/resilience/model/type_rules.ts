import type { TypeOperation } from '#tests/resilience/model/operations'
import { done, refused, type Outcome } from '#tests/resilience/model/outcome'
import {
  type ModelPost,
  type ModelState,
  type Place,
  type Schema,
} from '#tests/resilience/model/state'
import { BUILT_IN_TYPE } from '#domain/types/type'

const takes: Record<Schema, (place: Place) => boolean> = {
  'no data': (place) => place === null,
  'any place': (place) => place !== null,
  'a capital letter': (place) => place === 'Bonn',
}

/** Whether the data of a post of this type may be public. */
export const fits = ({ types }: ModelState, type: string, place: Place) =>
  takes[type === BUILT_IN_TYPE ? 'no data' : types.get(type)!.schema](place)

export const isKnownType = ({ types }: ModelState, type: string) =>
  type === BUILT_IN_TYPE || types.has(type)

export const isOut = ({ published, scheduled }: ModelPost) => published || scheduled

/** What an admin does with a type. */
export function handleType(operation: TypeOperation, { types, posts }: ModelState): Outcome {
  const { type: name } = operation
  const type = types.get(name)
  const written = [...posts.values()].filter((post) => post.type === name)
  if (operation.kind === 'delete type') {
    if (!type) return refused(404)
    if (written.length > 0) return refused(409)
    types.delete(name)
    return done(204)
  }
  const { schema, isFilterable, listed, force } = operation
  const isUnfit = (post: ModelPost) => isOut(post) && !takes[schema](post.place)
  if (type && type.schema !== schema && !force && written.some(isUnfit)) return refused(409)
  types.set(name, { schema, listed, isFilterable: isFilterable && schema !== 'no data' })
  return done(type ? 200 : 201)
}
