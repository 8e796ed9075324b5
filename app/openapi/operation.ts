import type { VineValidator } from '@vinejs/vine'
import type { InferInput } from '@vinejs/vine/types'
import type { HeaderName } from '#openapi/headers'
import type { HeaderParameter } from '#openapi/header_parameters'
import type { SchemaName } from '#openapi/schemas'
import type { View } from '#resources/definition/view'
import type { ProblemCode } from '#exceptions/problems'

export type Schema = Record<string, unknown>
export type Validator = VineValidator<any, any>

export interface Answer {
  description: string
  headers: HeaderName[]
  content?: Record<string, Schema>
  /** Its schema joins those of the document. */
  view?: View
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
  /** Headers that it takes, beyond those of all such routes. */
  takesHeaders?: HeaderParameter[]
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

type Shown = SchemaName | View

export const plain = (shown: Shown, headers: HeaderName[] = []): Answer =>
  answer(shown, 'As it is now', headers)

export const resource = (shown: Shown, headers: HeaderName[] = []) =>
  plain(shown, ['ETag', ...headers])

export const listOf = (shown: Shown): Answer => answer(shown, 'All of them', [], inArray)

export const pageOf = (shown: Shown, headers: HeaderName[] = []): Answer =>
  answer(shown, 'One page', ['ETag', 'Link', ...headers], inArray)

/** A page of rows, with the ids of withdrawn ones. */
export const changesOf = (shown: SchemaName, withdrawn: SchemaName): Answer => ({
  description: 'One page',
  headers: ['ETag', 'Link'],
  content: { 'application/json': inArray({ anyOf: [ref(withdrawn), ref(shown)] }) },
})

export const created = (shown: Shown, headers: HeaderName[] = []): Answer =>
  answer(shown, 'Created', ['Location', ...headers])

export const nothing: Answer = { description: 'Done', headers: [] }

export const text = (description: string, types: string[], headers: HeaderName[] = []): Answer => ({
  description,
  headers,
  content: Object.fromEntries(types.map((type) => [type, { type: 'string' }])),
})

const inArray = (items: Schema): Schema => ({ type: 'array', items })

function answer(
  shown: Shown,
  description: string,
  headers: HeaderName[],
  around = (schema: Schema) => schema
): Answer {
  const isNamed = typeof shown === 'string'
  const schema = around(ref(isNamed ? shown : (shown.name as SchemaName)))
  return {
    description,
    headers,
    content: { 'application/json': schema },
    ...(!isNamed && { view: shown }),
  }
}
