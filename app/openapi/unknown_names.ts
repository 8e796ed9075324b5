import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import { errors } from '@vinejs/vine'
import type { KnownNames } from '#openapi/known_names'
import ValidationException from '#exceptions/validation_exception'
import type { FieldProblem } from '#exceptions/problem'
import { gathered } from '#http/data_parameters'
import { MAX_PARAMETERS, unknownNames } from '#http/unknown_names'

const MAX_ITEMS = 100

interface Names {
  parameters: ReadonlySet<string> | null
  members: ReadonlySet<string> | null
  neverNull: ReadonlySet<string>
  items: ReadonlyMap<string, ReadonlySet<string>>
  isBare: boolean
}

const known = new Map<string, Names>()

/** `node ace openapi:write` writes this file, and a build includes it. */
export const namesFile = () => app.makePath('known_names.json')

let written: Promise<Record<string, KnownNames>> | undefined

/** Loading the document takes 75 ms, in which a server that has just started would not be ready. */
const LOAD_DELAY_MS = 250

const ANY: Names = {
  parameters: null,
  members: null,
  neverNull: new Set(),
  items: new Map(),
  isBare: false,
}

/** Loads a route's known names, before its first request. Probes may send any. */
export async function learnNames(route: string): Promise<void> {
  if (route.startsWith('health.')) {
    known.set(route, ANY)
    if (!app.inProduction) {
      setTimeout(() => void import('#openapi/known_names'), LOAD_DELAY_MS).unref()
    }
    return
  }
  const { parameters, members, neverNull, items, isBare } = await namesFor(route)
  known.set(route, {
    parameters: parameters && new Set(parameters),
    members: members && new Set(members),
    neverNull: new Set(neverNull),
    items: new Map(Object.entries(items).map(([name, own]) => [name, new Set(own)])),
    isBare,
  })
}

/** The document's definitions take megabytes of a worker: a build has their names in a file. */
async function namesFor(route: string): Promise<KnownNames> {
  if (!app.inProduction) return (await import('#openapi/known_names')).knownNames(route)
  written ??= readFile(namesFile(), 'utf8').then(JSON.parse)
  return (await written)[route]
}

const namesOf = ({ route }: HttpContext) => known.get(route!.name!)!

/** @returns problems for unknown members, and for forbidden nulls */
export function unknownMembers(ctx: HttpContext): FieldProblem[] {
  const body: unknown = ctx.request.body()
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return []
  const { members, neverNull, items } = namesOf(ctx)
  const nulls = Object.entries(body).flatMap(([name, value]) =>
    value === null && neverNull.has(name) ? [nullMember(name)] : []
  )
  if (!members) return nulls
  return [...nulls, ...unknownNames(body, members, 'member'), ...unknownItems(body, items)]
}

function unknownItems(body: object, items: Names['items']): FieldProblem[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const own = items.get(name)
    if (!own) return []
    const unknownIn = (item: unknown, pointer: string) =>
      typeof item === 'object' && item !== null ? unknownNames(item, own, 'member', pointer) : []
    if (!Array.isArray(value)) return unknownIn(value, `/${name}`)
    return value.slice(0, MAX_ITEMS).flatMap((item, index) => unknownIn(item, `/${name}/${index}`))
  })
}

const nullMember = (name: string) => ({
  pointer: `/${name}`,
  rule: 'null',
  detail: `${name} can't be null: give it a value, or leave it out.`,
})

/** @returns problems for unknown parameters; those that begin with `_` are ignored */
export function unknownParameters(ctx: HttpContext): FieldProblem[] {
  const { parameters } = namesOf(ctx)
  const { url = '' } = ctx.request.request
  const start = url.indexOf('?')
  if (!parameters || start === -1) return []
  // A parameter beyond the parser's limit could be a filter.
  const pairs = url.slice(start).split('&', MAX_PARAMETERS + 1)
  if (pairs.length > MAX_PARAMETERS) return [tooMany]
  const given = Object.entries(gathered(ctx.request.qs())).filter(([name]) => !name.startsWith('_'))
  return unknownNames(Object.fromEntries(given), parameters, 'parameter')
}

const tooMany = {
  pointer: '/query',
  rule: 'too_many',
  detail: `A query takes up to ${MAX_PARAMETERS} parameters.`,
}

export function brokenRules(error: unknown): FieldProblem[] {
  if (error instanceof ValidationException) return error.errors
  if (error instanceof errors.E_VALIDATION_ERROR) return error.messages
  throw error
}

/** For a route without any names. @throws ValidationException */
export async function refuseUnknownNames(ctx: HttpContext): Promise<void> {
  const { isBare, parameters } = namesOf(ctx)
  const unknown = [
    ...(parameters?.size === 0 ? unknownParameters(ctx) : []),
    ...(isBare ? unknownMembers(ctx) : []),
  ]
  if (unknown.length === 0) return
  const { bodyValidatorOf } = await import('#openapi/known_names')
  const validator = bodyValidatorOf(ctx.route!.name!)
  const inBody = validator
    ? await ctx.request.validateBody(validator).then(() => [], brokenRules)
    : []
  throw new ValidationException([...inBody, ...unknown])
}
