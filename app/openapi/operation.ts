import type { VineValidator } from '@vinejs/vine'
import type { InferInput } from '@vinejs/vine/types'
import type { HeaderName } from '#openapi/headers'
import type { SchemaName } from '#openapi/schemas'
import type { ProblemCode } from '#exceptions/problems'

export type Schema = Record<string, unknown>
export type Validator = VineValidator<any, any>

/** What a route answers with one status. */
export interface Answer {
  description: string
  headers: HeaderName[]
  content?: Record<string, Schema>
}

/** What a route takes as its body: the very validator, and a body that passes it. */
export interface Body {
  validator: Validator
  example: unknown
}

/**
 * What is to be said of a route, beside what its middleware and its validators say: sign-in,
 * limits, idempotency, parameters and the failures that go with each.
 */
export interface Operation {
  summary: string
  description?: string
  /** The parameters in the path, as they are validated, or as they simply are. */
  path?: Validator | Record<string, Schema>
  query?: Validator
  /** What its parameters mean, by name, where that is another thing than elsewhere. */
  parameters?: Record<string, string>
  body?: Body
  /** Members and parameters that it does not know are left aside: OAuth clients send some. */
  ignoresUnknown?: true
  /** A token is not needed, but shows more. */
  viewer?: true
  /** It answers without the database. */
  stateless?: true
  /** It answers however much there is to do. */
  alwaysAnswers?: true
  /** Failures of its own. */
  problems?: ProblemCode[]
  answers: Record<number, Answer>
}

/** The operations of one area, by the names of their routes, in the order in which they are shown. */
export interface Area {
  tag: string
  description: string
  operations: Record<string, Operation>
}

/** A body as a validator takes it. */
export function takes<T extends Validator>(validator: T, example: InferInput<T>): Body {
  return { validator, example }
}

/** A schema among the components. */
export const ref = (name: SchemaName): Schema => ({ $ref: `#/components/schemas/${name}` })

/** An object. */
export const plain = (name: SchemaName, headers: HeaderName[] = []): Answer =>
  json(ref(name), 'As it is now', headers)

/** One resource, with the entity tag of its state. */
export const resource = (name: SchemaName, headers: HeaderName[] = []) =>
  plain(name, ['ETag', ...headers])

/** All of a short list. */
export const listOf = (name: SchemaName): Answer => json(arrayOf(name), 'All of them')

/** One page of a long list, with the links to others. */
export const pageOf = (name: SchemaName, headers: HeaderName[] = []): Answer =>
  json(arrayOf(name), 'One page', ['ETag', 'Link', ...headers])

/** What was made, and where it is from now on. */
export const created = (name: SchemaName, headers: HeaderName[] = []): Answer =>
  json(ref(name), 'Created', ['Location', ...headers])

export const nothing: Answer = { description: 'Done', headers: [] }

/** A text in any of these media types. */
export const text = (description: string, types: string[], headers: HeaderName[] = []): Answer => ({
  description,
  headers,
  content: Object.fromEntries(types.map((type) => [type, { type: 'string' }])),
})

const arrayOf = (name: SchemaName) => ({ type: 'array', items: ref(name) })

const json = (schema: Schema, description: string, headers: HeaderName[] = []): Answer => ({
  description,
  headers,
  content: { 'application/json': schema },
})
