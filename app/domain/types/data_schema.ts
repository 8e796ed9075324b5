import { isObject } from '#domain/is_object'
import { isShallow } from '#domain/is_shallow'
import {
  keywordNames,
  listOfSchemas,
  oneSchema,
  patternProblem,
  plainKeywords,
  sameValue,
  schemasByName,
} from '#domain/types/keywords'

/** A JSON Schema (2020-12) of the member `data`. */
export type DataSchema = Record<string, unknown>

export interface SchemaProblem {
  pointer: string
  rule: string
  detail: string
}

export const MAX_SCHEMA_BYTES = 32 * 1024
export const MAX_SCHEMA_DEPTH = 6
const MAX_SCHEMAS = 500
const MAX_JSON_DEPTH = 24
const MAX_PROBLEMS = 20

interface Node {
  pointer: string
  depth: number
  schema: unknown
}

interface Found {
  problems: SchemaProblem[]
  /** Each place in the schema, with the places that look at the same value. */
  same: Map<string, string[]>
}

/** A schema's problems, as pointers below `/schema`. Unknown keywords are problems: they could reach more of ajv. */
export function problemsOf(schema: unknown): SchemaProblem[] {
  if (!isObject(schema)) return [problem('', 'object', 'schema must be an object, or null.')]
  if (!isShallow(schema, MAX_JSON_DEPTH)) return [problem('', 'depth', tooDeep)]
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_SCHEMA_BYTES) {
    return [problem('', 'size', `schema takes up to ${MAX_SCHEMA_BYTES / 1024} KB.`)]
  }
  const found: Found = { problems: [], same: new Map() }
  const open: Node[] = [{ pointer: '', depth: 0, schema }]
  for (let count = 1; open.length > 0; count++) {
    if (count > MAX_SCHEMAS) {
      return [problem('', 'size', `schema takes up to ${MAX_SCHEMAS} schemas inside each other.`)]
    }
    open.push(...visit(open.pop()!, found))
  }
  const { problems, same } = found
  if (problems.length === 0) problems.push(...problemsOfReferences(same))
  return problems.slice(0, MAX_PROBLEMS)
}

const tooDeep = `schema takes schemas up to ${MAX_SCHEMA_DEPTH} levels below it.`

function visit({ pointer, depth, schema }: Node, { problems, same }: Found): Node[] {
  const seen: string[] = []
  same.set(pointer, seen)
  if (typeof schema === 'boolean') return []
  const report = (at: string, rule: string, detail: string) =>
    problems.push(problem(`${pointer}${at}`, rule, detail))
  if (!isObject(schema)) {
    report('', 'schema', `${nameOf(pointer)} must be a schema: an object, true or false.`)
    return []
  }
  if (depth > MAX_SCHEMA_DEPTH) {
    report('', 'depth', tooDeep)
    return []
  }
  for (const [keyword, value] of Object.entries(schema)) {
    const at = `/${escaped(keyword)}`
    if (!keywordNames.includes(keyword)) report(at, 'unknown', `${nameOf(at)} ${unknownKeyword}`)
    const said = Object.hasOwn(plainKeywords, keyword) ? plainKeywords[keyword](value) : null
    if (said) report(at, 'keyword', `${keyword} ${said}.`)
  }
  if (typeof schema.$ref === 'string') seen.push(schema.$ref.slice(1))
  if (schema['x-ref'] !== undefined && schema.type !== 'integer') {
    report('/x-ref', 'keyword', 'x-ref needs the type integer beside it: it names an id.')
  }
  const inner = schemasIn(schema, report).map(({ keyword, at, schema: one }) => {
    if (sameValue.includes(keyword)) seen.push(`${pointer}${at}`)
    return { pointer: `${pointer}${at}`, depth: depth + 1, schema: one }
  })
  return inner
}

const unknownKeyword =
  'is no keyword that a type takes. Names of members stand inside `properties`.'

type Report = (at: string, rule: string, detail: string) => void

function schemasIn(schema: DataSchema, report: Report) {
  const found: { keyword: string; at: string; schema: unknown }[] = []
  for (const keyword of oneSchema) {
    if (Object.hasOwn(schema, keyword))
      found.push({ keyword, at: `/${keyword}`, schema: schema[keyword] })
  }
  for (const keyword of listOfSchemas) {
    if (!Object.hasOwn(schema, keyword)) continue
    const list = schema[keyword]
    if (!Array.isArray(list) || list.length === 0) {
      report(`/${keyword}`, 'keyword', `${keyword} must be a list of schemas.`)
      continue
    }
    list.forEach((one, index) => found.push({ keyword, at: `/${keyword}/${index}`, schema: one }))
  }
  for (const keyword of schemasByName) {
    if (!Object.hasOwn(schema, keyword)) continue
    const named = schema[keyword]
    if (!isObject(named)) {
      report(`/${keyword}`, 'keyword', `${keyword} must be an object of schemas.`)
      continue
    }
    for (const [name, one] of Object.entries(named)) {
      const at = `/${keyword}/${escaped(name)}`
      if (name === '__proto__') report(at, 'keyword', '__proto__ can’t be the name of a member.')
      const said = keyword === 'patternProperties' ? patternProblem(name) : null
      if (said) report(at, 'keyword', `${name} ${said}.`)
      found.push({ keyword, at, schema: one })
    }
  }
  return found
}

/** References that lead nowhere, or in a circle without a value inside a value. */
function problemsOfReferences(same: Found['same']): SchemaProblem[] {
  for (const [from, targets] of same) {
    const missing = targets.find((to) => !same.has(to))
    if (missing !== undefined) {
      return [problem(`${from}/$ref`, 'keyword', `$ref leads to no schema: #${missing}.`)]
    }
  }
  const done = new Set<string>()
  const isCircle = (place: string, path: Set<string>): boolean => {
    if (path.has(place)) return true
    if (done.has(place)) return false
    path.add(place)
    const found = same.get(place)!.some((next) => isCircle(next, path))
    path.delete(place)
    done.add(place)
    return found
  }
  const circle = [...same.keys()].find((place) => isCircle(place, new Set()))
  if (circle === undefined) return []
  return [
    problem(circle, 'circle', 'This schema refers to itself for the same value, without end.'),
  ]
}

const problem = (at: string, rule: string, detail: string): SchemaProblem => ({
  pointer: `/schema${at}`,
  rule,
  detail,
})

const nameOf = (pointer: string) => pointer.split('/').at(-1)!.slice(0, 64).toWellFormed()

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
