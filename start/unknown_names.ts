import type { HttpContext } from '@adonisjs/core/http'
import type { KnownNames } from '#openapi/known_names'
import ValidationException from '#exceptions/validation_exception'
import type { FieldProblem } from '#exceptions/problem'
import { unknownNames } from '#http/unknown_names'

/** What each route knows, by its name. */
const known = new Map<string, KnownNames>()

/** Learns what a route knows, before its controller runs for the first time. */
export async function learnNames(route: string): Promise<void> {
  const { knownNames } = await import('#openapi/known_names')
  known.set(route, knownNames(route))
}

const namesOf = ({ route }: HttpContext) => known.get(route!.name!)!

/** The members of a body that the route does not know, and those that are null and must not be. */
export function unknownMembers(ctx: HttpContext): FieldProblem[] {
  const body: unknown = ctx.request.body()
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return []
  const { members, neverNull } = namesOf(ctx)
  const nulls = Object.entries(body).flatMap(([name, value]) =>
    value === null && neverNull.has(name) ? [nullMember(name)] : []
  )
  return members ? [...nulls, ...unknownNames(body, members, 'member')] : nulls
}

const nullMember = (name: string) => ({
  pointer: `/${name}`,
  rule: 'null',
  detail: `${name} can't be null: give it a value, or leave it out.`,
})

/** The parameters of a query that the route does not know; those that begin with `_` are ignored. */
export function unknownParameters(ctx: HttpContext): FieldProblem[] {
  const { parameters } = namesOf(ctx)
  if (!parameters || !ctx.request.request.url!.includes('?')) return []
  const given = Object.entries(ctx.request.qs()).filter(([name]) => !name.startsWith('_'))
  return unknownNames(Object.fromEntries(given), parameters, 'parameter')
}

/**
 * Refuses parameters where a route takes none; one that takes some names all that is wrong with them
 * when it reads them.
 *
 * @throws ValidationException
 */
export function refuseStrayParameters(ctx: HttpContext): void {
  if (namesOf(ctx).parameters?.size !== 0) return
  const unknown = unknownParameters(ctx)
  if (unknown.length > 0) throw new ValidationException(unknown)
}
