import { AssertionError } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import router from '@adonisjs/core/services/router'
import { ApiClient, type ApiResponse } from '@japa/api-client'
import type { PluginFn } from '@japa/runner/types'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
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
      const address = `${endpoint.split('?')[0]}?${queryOf(response)}`
      const broken = told.new(terms.check(method, address, response)).join('; ')
      if (!broken) return
      const answer = `${method} ${endpoint} answers ${response.status()}`
      throw new AssertionError({ message: `${answer} against the document: ${broken}` })
    })
  }
}

/** Whether `fields` asks for some members alone. */
const isInPart = (address: string) => /[?&]fields=/.test(address)

/** The query of a request, also where a test gave it as an object. */
const queryOf = ({ request }: ApiResponse) => {
  const { req: sent } = request.request as unknown as { req?: { path: string } }
  return sent?.path.split('?')[1] ?? ''
}

/**
 * A member that every answer lacks has one cause, and so is told by one failure: that of the first test which
 * meets it.
 */
export class ToldOnce {
  #known = new Set<string>()

  /** @returns those that were not told before, or that no definition is the cause of */
  new(differences: Difference[]): string[] {
    const unknown = differences.filter(({ cause }) => !cause || !this.#known.has(cause))
    for (const { cause } of unknown) if (cause) this.#known.add(cause)
    return unknown.map(({ text }) => text)
  }
}

const told = new ToldOnce()

/** In what an answer is not as the document says. */
export interface Difference {
  text: string
  /** What is wrong with every answer of the same kind. */
  cause?: string
}

let made: Promise<Contract> | undefined

const opened = () => (made ??= openApi().then((document) => new Contract(document)))

/** The parts of an answer that are checked against the document. */
export type Checked = Pick<ApiResponse, 'status' | 'header' | 'text'>

/** The parts of the document about every answer. */
export class Contract {
  #document: Json
  /** The names of schemas. */
  #names = new Map<unknown, string>()
  #ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, verbose: true })
  #inPart = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, verbose: true })

  constructor(document: OpenApiDocument) {
    this.#document = { ...document, elsewhere }
    formats.default(this.#ajv)
    formats.default(this.#inPart)
    for (const [ajv, isPartial] of [
      [this.#ajv, false],
      [this.#inPart, true],
    ] as const) {
      const schema = closed(this.#document, { isPartial }) as Json
      ajv.addSchema(schema, 'plaza')
      for (const [name, part] of Object.entries(schema.components.schemas)) {
        this.#names.set(part, name)
      }
    }
  }

  /** All differences between an answer and the document. */
  check(method: string, endpoint: string, response: Checked): Difference[] {
    const [path] = endpoint.split(/[?#]/)
    const place = [...this.#responses(method, path), String(response.status())]
    const { answer, at } = this.#find(place)
    if (!answer) return [{ text: 'the status is not documented' }]
    const isHead = method === 'HEAD'
    return [
      ...this.#brokenHeaders(at, response).map((text) => ({ text })),
      ...this.#brokenBody(answer.content, at, response, { isHead, isPartial: isInPart(endpoint) }),
    ]
  }

  /** The answers of an operation in the document; those of none, if the server knows none. */
  #responses(method: string, path: string): string[] {
    const match = matched(path, method)
    // All addresses under a wildcard show one page.
    if (!match || match.route.pattern.includes('*')) return ['elsewhere']
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
      const isValid = this.#ajv.validate(
        schema,
        schema.type === 'integer' ? Number(value) : `${value}`
      )
      return isValid ? [] : [this.#ajv.errorsText(this.#ajv.errors, { dataVar: name })]
    })
  }

  #brokenBody(
    content: Json | undefined,
    at: string[],
    response: Checked,
    { isHead, isPartial }: { isHead: boolean; isPartial: boolean }
  ): Difference[] {
    const [type] = (response.header('content-type') ?? '').split(';')
    if (!content) return response.text() ? [{ text: 'a body is not documented' }] : []
    if (!content[type]) return [{ text: `the media type "${type}" is not documented` }]
    if (isHead || !type.endsWith('json')) return []

    const pointer = [...at, 'content', type, 'schema'].map(escaped).join('/')
    const ajv = isPartial ? this.#inPart : this.#ajv
    const validate = ajv.getSchema(`plaza#/${pointer}`)!
    if (validate(JSON.parse(response.text()))) return []
    return validate.errors!.map((error) => differenceOf(error, this.#names.get(error.parentSchema)))
  }
}

/** A member that an answer lacks or has too much is the matter of the schema's definition. */
function differenceOf(error: ErrorObject, schema: string | undefined): Difference {
  const { missingProperty: lacking, additionalProperty: stray } = error.params
  const text = `body${error.instancePath} ${error.message}`
  if (!schema || (!lacking && !stray)) return { text }
  const cause = lacking ? `lacks "${lacking}"` : `has "${stray}", which is not documented`
  return {
    text: `${text}: ${schema} ${cause} (${definitionOf(schema)})`,
    cause: `${schema} ${cause}`,
  }
}

/** The file that defines a schema. */
function definitionOf(schema: string): string {
  const folder = 'app/resources'
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'))
  const isDefinition = (file: string) =>
    new RegExp(`\\b${schema}: \\{ for|^    ${schema}: \\{$`, 'm').test(
      readFileSync(`${folder}/${file}`, 'utf8')
    )
  const file = files.find(isDefinition)
  return file ? `${folder}/${file}` : 'app/openapi/schemas.ts'
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
  // The headers are read before the address.
  431: problem,
}

/** The same schemas, but no object may have an undocumented member. */
function closed(part: unknown, options: { isPartial?: boolean } = {}): unknown {
  if (Array.isArray(part)) return part.map((item) => closed(item, options))
  if (typeof part !== 'object' || part === null) return part
  const copy: Json = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, closed(value, options)])
  )
  const isObject = [copy.type].flat().includes('object') && copy.properties
  if (!isObject) return copy
  return { additionalProperties: false, ...copy, ...(options.isPartial && { required: [] }) }
}
