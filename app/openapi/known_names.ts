import router from '@adonisjs/core/services/router'
import { areas } from '#openapi/areas'
import type { Operation, Schema, Validator } from '#openapi/operation'
import { schemaOf } from '#openapi/parameters'
import { schemas, type SchemaName } from '#openapi/schemas'
import { stepUpProofValidator } from '#validators/second_factors'

/** What a route takes. `npm run build` writes those of all routes to a file. */
export interface KnownNames {
  /** Query parameters; null: any. */
  parameters: string[] | null
  /** Body members that it accepts or shows; empty without a body; null: any. */
  members: string[] | null
  /** Accepted members that must not be null. */
  neverNull: string[]
  /** Members of accepted objects and of the objects in accepted lists, by the member's name. */
  items: Record<string, string[]>
  /** Whether a body has only the members of a fresh sign-in. */
  isBare: boolean
}

/** By the route's name. */
export const allKnownNames = (): Record<string, KnownNames> =>
  Object.fromEntries(
    areas.flatMap(({ operations }) =>
      Object.keys(operations).map((route) => [route, knownNames(route)])
    )
  )

/** @param route its name */
export function knownNames(route: string): KnownNames {
  const operation = operationOf(route)
  const { body, ignoresUnknown, query, stateless } = operation
  const taken: Record<string, Schema> = body ? schemaOf(body.validator).properties : {}
  const names = new Set(body && [...Object.keys(taken), ...shownMembers(operation)])
  if (takesStepUp(route)) for (const name of stepUpNames) names.add(name)
  return {
    parameters:
      stateless || ignoresUnknown ? null : Object.keys(query ? schemaOf(query).properties : {}),
    members: ignoresUnknown ? null : [...names],
    neverNull: Object.keys(taken).filter((name) => !takesNull(taken[name])),
    items: Object.fromEntries(
      Object.entries(taken).flatMap(([name, schema]) => itemsOf(name, schema))
    ),
    isBare: body === undefined,
  }
}

/** @param route its name */
export const bodyValidatorOf = (route: string): Validator | undefined =>
  operationOf(route).body?.validator

function operationOf(route: string): Operation {
  const operation = areas.map(({ operations }) => operations[route]).find(Boolean)
  if (!operation) throw new Error(`app/openapi says nothing of "${route}"`)
  return operation
}

const stepUpNames = Object.keys(schemaOf(stepUpProofValidator).properties)

const takesStepUp = (name: string) =>
  Object.values(router.toJSON())
    .flat()
    .some(
      (route) =>
        route.name === name &&
        [...route.middleware.all()].some((one) => 'name' in one && one.name === 'stepUp')
    )

/** Clients may send back a resource that they read. */
function shownMembers({ answers }: Operation): string[] {
  const { content, view } = answers[201] ?? answers[200] ?? {}
  if (view) return Object.keys(view.members)
  const { $ref: reference } = content?.['application/json'] ?? {}
  if (typeof reference !== 'string') return []
  const name = reference.slice(reference.lastIndexOf('/') + 1) as SchemaName
  const schema = schemas[name] as Schema
  return Object.keys(schema.properties ?? {})
}

function itemsOf(name: string, schema: Schema): [string, string[]][] {
  const { properties, additionalProperties } = (schema.items ?? schema) as Schema
  if (!properties || additionalProperties === true) return []
  return [[name, Object.keys(properties)]]
}

function takesNull({ type, anyOf = [] }: Schema): boolean {
  return [type].flat().includes('null') || (anyOf as Schema[]).some(takesNull)
}
