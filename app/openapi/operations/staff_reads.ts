import { listOf, pageOf, resource, type Operation, type Validator } from '#openapi/operation'
import type { SchemaName } from '#openapi/schemas'
import { idValidator } from '#validators/lists'

/* Operations of staff that only read. */

type More = Partial<Operation>

export const read = (
  schema: SchemaName,
  summary: string,
  description: string,
  more: More = {}
) => ({
  summary,
  description,
  ...more,
  answers: { 200: resource(schema) },
})

export const show = (schema: SchemaName, summary: string, description: string, more: More = {}) =>
  read(schema, summary, description, { path: idValidator, ...more })

export const page = (
  schema: SchemaName,
  summary: string,
  description: string,
  query: Validator,
  more: More = {}
) => ({
  summary,
  description,
  query,
  ...more,
  answers: { 200: pageOf(schema, ['X-Total-Count']) },
})

export const all = (schema: SchemaName, summary: string, description: string, more: More = {}) => ({
  summary,
  description,
  ...more,
  answers: { 200: listOf(schema) },
})
