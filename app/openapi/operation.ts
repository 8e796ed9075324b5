import type { VineValidator } from '@vinejs/vine'
import type { InferInput } from '@vinejs/vine/types'
import type { HeaderName } from '#openapi/headers'
import type { SchemaName } from '#openapi/schemas'
import type { ProblemCode } from '#exceptions/problems'

export type Schema = Record<string, unknown>
export type Validator = VineValidator<any, any>

export interface Answer {
  description: string
  headers: HeaderName[]
  content?: Record<string, Schema>
}

export interface Body {
  validator: Validator
  example: unknown
}

/** The parts of an operation that its middleware and validators do not describe. */
export interface Operation {
  summary: string
  description?: string
  path?: Validator | Record<string, Schema>
  query?: Validator
  /** Descriptions of parameters with another meaning here, by name. */
  parameters?: Record<string, string>
  body?: Body
  /** It ignores unknown names: OAuth clients send some. */
  ignoresUnknown?: true
  /** A token is optional, and shows more. */
  viewer?: true
  /** It answers without the database. */
  stateless?: true
  /** It answers under any load. */
  alwaysAnswers?: true
  problems?: ProblemCode[]
  answers: Record<number, Answer>
}

/** The operations of one area by route name, in display order. */
export interface Area {
  tag: string
  description: string
  operations: Record<string, Operation>
}

export function takes<T extends Validator>(validator: T, example: InferInput<T>): Body {
  return { validator, example }
}

export const ref = (name: SchemaName): Schema => ({ $ref: `#/components/schemas/${name}` })

export const plain = (name: SchemaName, headers: HeaderName[] = []): Answer =>
  json(ref(name), 'As it is now', headers)

export const resource = (name: SchemaName, headers: HeaderName[] = []) =>
  plain(name, ['ETag', ...headers])

export const listOf = (name: SchemaName): Answer => json(arrayOf(name), 'All of them')

export const pageOf = (name: SchemaName, headers: HeaderName[] = []): Answer =>
  json(arrayOf(name), 'One page', ['ETag', 'Link', ...headers])

export const created = (name: SchemaName, headers: HeaderName[] = []): Answer =>
  json(ref(name), 'Created', ['Location', ...headers])

export const nothing: Answer = { description: 'Done', headers: [] }

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
