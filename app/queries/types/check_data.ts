import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import ForbiddenException from '#exceptions/forbidden_exception'
import ValidationException from '#exceptions/validation_exception'
import { checkOf, knownType } from '#queries/types/known_types'
import type { Actor } from '#domain/roles'
import type { Reference } from '#domain/types/compiled_schema'
import type { ReferenceType } from '#domain/types/keywords'
import { maySeePost } from '#domain/visibility'

interface Checking {
  type: string
  data: object | null | undefined
  /** The writer, who must see each reference in the data. */
  actor: Actor
  client?: QueryClientContract
}

/** The rule of publication: the data fits its type's schema. @throws ValidationException */
export async function checkData({ type, data, actor, client }: Checking): Promise<void> {
  const known = await knownType(type)
  if (!known.schema && !data) return
  const { problems, references } = (await checkOf(known))(data ?? {})
  if (problems.length > 0) throw new ValidationException(problems)
  if (references.length > 0) await checkReferences(references, actor, client)
}

/** Whether the data fits the schema of its type. References are not checked. */
export async function fitsType(type: string, data: object | null): Promise<boolean> {
  const known = await knownType(type)
  if (!known.schema && !data) return true
  return (await checkOf(known))(data ?? {}).problems.length === 0
}

/** @throws ForbiddenException without the permission for the type, ValidationException for an unknown type */
export async function refuseWriting(type: string, actor: Actor): Promise<void> {
  const { write } = await knownType(type)
  if (write === null || actor.permissions.has(write)) return
  throw new ForbiddenException(`Posts of the type ${type} need the permission ${write}.`)
}

const MAX_REFERENCES = 200

/** SQL: the rows among `:ids` that the actor sees. */
const seen: Record<ReferenceType, (actor: Actor) => string> = {
  post: (actor) => `select id from posts where id = any(:ids) and ${maySeePost.sqlFor(actor)}`,
  user: () => 'select id from authors where id = any(:ids)',
}

async function checkReferences(
  references: Reference[],
  actor: Actor,
  client: QueryClientContract = db.connection()
) {
  if (references.length > MAX_REFERENCES) throw new ValidationException([tooMany])
  const problems = []
  for (const type of Object.keys(seen) as ReferenceType[]) {
    const named = references.filter((one) => one.type === type)
    if (named.length === 0) continue
    const bindings = { ids: named.map(({ id }) => id), viewerId: actor.id }
    const { rows } = await client.rawQuery(seen[type](actor), bindings as Record<string, any>)
    const known = new Set(rows.map(({ id }: { id: number }) => id))
    problems.push(...named.filter(({ id }) => !known.has(id)).map(missing))
  }
  if (problems.length > 0) throw new ValidationException(problems)
}

const missing = ({ pointer, type, id }: Reference) => ({
  pointer,
  rule: 'exists',
  detail: `There is no ${type} ${id}, or you may not see it.`,
})

const tooMany = {
  pointer: '/data',
  rule: 'too_many',
  detail: `data names up to ${MAX_REFERENCES} posts and users.`,
}
