import { LRUCache } from 'lru-cache'
import cache from '#cache/cache'
import ValidationException from '#exceptions/validation_exception'
import Type from '#models/type'
import type { CheckData } from '#domain/types/compiled_schema'
import type { DataSchema } from '#domain/types/data_schema'
import type { Permission } from '#domain/permissions'

const LIFETIME_MS = 60_000
const MAX_COMPILED = 50

/** Invalidated when a type is made, changed or deleted. */
export const typesTag = 'types'

export interface KnownType {
  id: number
  name: string
  schema: DataSchema | null
  revision: number
  filterable: readonly string[]
  unfilled: readonly string[]
  write: Permission | null
}

/** From the memory of this worker. */
export const knownTypes = (): Promise<ReadonlyMap<string, KnownType>> =>
  cache.remember('types', { tags: [typesTag], ttl: LIFETIME_MS }, async () => {
    const types = await Type.all()
    return new Map(types.map((type) => [type.name, knownOf(type)]))
  })

export const knownOf = (type: Type): KnownType => ({
  id: type.id,
  name: type.name,
  schema: type.schema,
  revision: type.revision,
  filterable: type.filterable,
  unfilled: type.unfilled,
  write: type.write as Permission | null,
})

/** @param pointer the member or parameter that names it @throws ValidationException */
export async function knownType(name: string, pointer = '/type'): Promise<KnownType> {
  const type = (await knownTypes()).get(name)
  if (!type) throw new ValidationException([unknownType(pointer)])
  return type
}

export const unknownType = (pointer: string) => ({
  pointer,
  rule: 'exists',
  detail: `${pointer.split('/').at(-1)} names no type: see GET /types.`,
})

const compiled = new LRUCache<string, Promise<CheckData>>({ max: MAX_COMPILED })

/** The check of a type's schema, compiled once in this worker. */
export function checkOf({ id, revision, schema }: KnownType): Promise<CheckData> {
  const key = `${id}:${revision}`
  const known = compiled.get(key)
  if (known) return known
  const made = compileCheck(schema)
  compiled.set(key, made)
  return made
}

/** Without a schema, there is no data. The first schema loads the compiler. */
export async function compileCheck(schema: DataSchema | null): Promise<CheckData> {
  const { compileSchema } = await import('#domain/types/compiled_schema')
  return compileSchema(schema ?? { maxProperties: 0 })
}
