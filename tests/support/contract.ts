import { AssertionError } from 'node:assert'
import router from '@adonisjs/core/services/router'
import { ApiClient, type ApiResponse } from '@japa/api-client'
import type { PluginFn } from '@japa/runner/types'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { OpenApiDocument } from '#openapi/document'
import { openApi } from '#openapi/published'

type Json = Record<string, any>

/** Checks every answer to the test client against the document. */
export function contract(): PluginFn {
  return () => {
    ApiClient.teardown(async (response: ApiResponse) => {
      const { method, endpoint } = response.request.config
      if (method === 'OPTIONS') return

      const terms = await opened()
      const broken = terms.check(method, endpoint, response).join('; ')
      if (!broken) return
      const answer = `${method} ${endpoint} answers ${response.status()}`
      throw new AssertionError({ message: `${answer} against the document: ${broken}` })
    })
  }
}

let made: Promise<Contract> | undefined

const opened = () => (made ??= openApi().then((document) => new Contract(document)))

/** The parts of an answer that are checked against the document. */
export type Checked = Pick<ApiResponse, 'status' | 'header' | 'text'>

/** The parts of the document about every answer. */
export class Contract {
  #document: Json
  #ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true })

  constructor(document: OpenApiDocument) {
    this.#document = { ...document, elsewhere }
    formats.default(this.#ajv)
    this.#ajv.addSchema(closed(this.#document) as Json, 'plaza')
  }

  /** All differences between an answer and the document. */
  check(method: string, endpoint: string, response: Checked): string[] {
    const [path] = endpoint.split(/[?#]/)
    const place = [...this.#responses(method, path), String(response.status())]
    const { answer, at } = this.#find(place)
    if (!answer) return ['the status is not documented']
    return [
      ...this.#brokenHeaders(at, response),
      ...this.#brokenBody(answer.content, at, response, method === 'HEAD'),
    ]
  }

  /** The answers of an operation in the document; those of none, if the server knows none. */
  #responses(method: string, path: string): string[] {
    const match = matched(path, method)
    if (!match) return ['elsewhere']
    const pattern = match.route.pattern.replace(/:(\w+)/g, '{$1}')
    return ['paths', pattern, match.route.methods[0].toLowerCase(), 'responses']
  }

  #find(place: string[]): { answer?: Json; at: string[] } {
    const answer = place.reduce<Json | undefined>((part, key) => part?.[key], this.#document)
    return answer?.$ref ? this.#find(answer.$ref.slice(2).split('/')) : { answer, at: place }
  }

  #brokenHeaders(at: string[], response: Checked): string[] {
    const { headers = {} } = this.#find(at).answer!
    return Object.keys(headers).flatMap((name) => {
      const { required, schema } = this.#find([...at, 'headers', name]).answer!
      const value = response.header(name.toLowerCase())
      if (value === undefined) return required ? [`${name} is missing`] : []
      const isValid = this.#ajv.validate(schema, schema.type === 'integer' ? Number(value) : value)
      return isValid ? [] : [this.#ajv.errorsText(this.#ajv.errors, { dataVar: name })]
    })
  }

  #brokenBody(content: Json | undefined, at: string[], response: Checked, isHead: boolean) {
    const [type] = (response.header('content-type') ?? '').split(';')
    if (!content) return response.text() ? ['a body is not documented'] : []
    if (!content[type]) return [`the media type "${type}" is not documented`]
    if (isHead || !type.endsWith('json')) return []

    const pointer = [...at, 'content', type, 'schema'].map(escaped).join('/')
    const validate = this.#ajv.getSchema(`plaza#/${pointer}`)!
    if (validate(JSON.parse(response.text()))) return []
    return [this.#ajv.errorsText(validate.errors, { dataVar: 'body' })]
  }
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))

/** A path that is not valid UTF-8 is refused before routing. */
function matched(path: string, method: string) {
  try {
    return router.match(path, method, true)
  } catch {
    return null
  }
}

const problem = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** The introduction of the document describes unknown addresses and methods. */
const elsewhere = {
  400: problem,
  404: problem,
  405: { ...problem, headers: { Allow: { required: true, schema: { type: 'string' } } } },
}

/** The same schemas, but no object may have an undocumented member. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed)
  if (typeof part !== 'object' || part === null) return part
  const copy: Json = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, closed(value)])
  )
  const isObject = [copy.type].flat().includes('object') && copy.properties
  return isObject ? { additionalProperties: false, ...copy } : copy
}
