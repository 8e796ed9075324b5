import * as fc from 'fast-check'
import { anyJson, anyText, valid } from '#tests/resilience/fuzz/values'

type Json = Record<string, any>

export interface Operation {
  method: string
  /** As the document writes it: `/posts/{id}`. */
  path: string
  parameters: { in: 'path' | 'query' | 'header'; name: string; schema: Json }[]
  /** By media type. */
  bodies: Record<string, Json>
}

export type Asker = 'nobody' | 'member' | 'moderator' | 'admin' | 'forger'

/** A complete request. */
export interface Case {
  as: Asker
  method: string
  target: string
  headers: Record<string, string>
  body?: string
}

/** Every operation of a document. */
export function operationsOf(document: Json): Operation[] {
  const resolve = (part: Json): Json =>
    part.$ref
      ? resolve(
          part.$ref
            .slice(2)
            .split('/')
            .reduce((at: Json, key: string) => at[key], document)
        )
      : part
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters: parameters.map(resolve),
      bodies: Object.fromEntries(
        Object.entries<Json>(requestBody?.content ?? {}).map(([type, { schema }]) => [
          type,
          resolve(schema),
        ])
      ),
    }))
  )
}

/** Mostly users with many rights, because a refused request tests little. */
const askers = fc.constantFrom<Asker>(
  ...(['nobody', 'member', 'member', 'moderator', 'admin', 'admin', 'admin', 'forger'] as const)
)

/** Requests of one operation: valid ones, nearly valid ones and broken ones. */
export function casesOf({ method, path, parameters, bodies }: Operation): fc.Arbitrary<Case> {
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  const inHead = parameters.filter((parameter) => parameter.in === 'header')
  return fc
    .record({
      as: askers,
      path: fc.tuple(...inPath.map(({ schema }) => segment(schema))),
      query: fc.tuple(...inQuery.map(({ name, schema }) => pair(name, schema))),
      more: fc.oneof({ weight: 6, arbitrary: fc.constant('') }, strayQuery),
      headers: fc.tuple(...inHead.map(({ name, schema }) => header(name, schema)), strayHeader),
      body: bodyOf(method, bodies),
    })
    .map(({ as, path: segments, query, more, headers, body }) => {
      const at = inPath.reduce(
        (target, { name }, index) => target.replace(`{${name}}`, () => segments[index]),
        path
      )
      const search = [...query.flat(), more].filter(Boolean).join('&')
      const target = search ? `${at}?${search}` : at
      const sent = { ...Object.assign({}, ...headers), ...body.headers }
      return { as, method, target, headers: sent, body: body.text }
    })
}

/** Mostly short enough for the limit of the head, which answers 431. */
const encoded = (value: unknown) => encodeURIComponent(textOf(value).slice(0, 500).toWellFormed())

/** An object without a prototype is no text. */
const textOf = (value: unknown) =>
  typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value)

const brokenEncodings = fc.constantFrom(
  '%',
  '%zz',
  '%ff',
  '%c0%80',
  '%ED%A0%80',
  '%00',
  '%u0041',
  '..'
)

const segment = (schema: Json) =>
  fc.oneof(
    { weight: 8, arbitrary: valid(schema).map(encoded) },
    { weight: 2, arbitrary: anyText.map(encoded) },
    brokenEncodings
  )

/** Mostly left out. Sometimes twice, or as a list or an object. */
const pair = (name: string, schema: Json) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant([] as string[]) },
    { weight: 5, arbitrary: valid(schema).map((value) => [`${name}=${encoded(value)}`]) },
    { weight: 2, arbitrary: anyText.map((value) => [`${name}=${encoded(value)}`]) },
    brokenEncodings.map((value) => [`${name}=${value}`]),
    fc.constantFrom([`${name}[]=1`], [`${name}[a]=1`], [`${name}=1`, `${name}=2`], [name])
  )

const strayQuery = fc.oneof(
  fc.constantFrom('__proto__[x]=1', 'constructor[prototype][x]=1', '&&&', '=', 'a[b][c][d]=1', '%'),
  fc.tuple(anyText, anyText).map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
)

/** Bytes that may stand in a header. */
const inHeader = (text: string) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').trim()

const headerText = anyText.map(inHeader)

const tags = fc.constantFrom('*', '""', 'W/"a"', '"a", "b"', '"', 'a', `${'"a",'.repeat(2000)}"b"`)

/** Those of uploads in parts are mostly right, as no request without them does anything. */
const header = (name: string, schema: Json) =>
  fc.oneof(
    /^(Tus|Upload)-/.test(name)
      ? { weight: 12, arbitrary: valid(schema).map((value) => ({ [name]: inHeader(`${value}`) })) }
      : { weight: 4, arbitrary: fc.constant({}) },
    fc.oneof(tags, headerText, fc.uuid()).map((value) => ({ [name]: value }))
  )

const strayHeader = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  fc
    .tuple(
      fc.constantFrom(
        'Accept',
        'Accept-Encoding',
        'X-Request-Id',
        'Range',
        'Cookie',
        'Origin',
        'Expect'
      ),
      headerText
    )
    // Node's client waits for the answer to a valid `Expect`.
    .map(([name, value]) => ({ [name]: name === 'Expect' ? 'nothing' : value }))
)

interface Body {
  headers: Record<string, string>
  text?: string
}

function bodyOf(method: string, bodies: Record<string, Json>): fc.Arbitrary<Body> {
  if (method === 'GET') return fc.constant({ headers: {} })
  const typed = (type: string, text: fc.Arbitrary<string | undefined>) =>
    text.map((each) => ({ headers: { 'Content-Type': type }, text: each }))
  const right = Object.entries(bodies).flatMap(([type, schema]) =>
    (schema.format === 'binary'
      ? [anyText]
      : [valid, nearly].map((some) => some(schema).map((body) => written(type, body)))
    ).map((text) => ({ weight: 6, arbitrary: typed(type, text) }))
  )
  const none = { weight: right.length === 0 ? 6 : 1, arbitrary: fc.constant({ headers: {} }) }
  return fc.oneof(
    ...right,
    none,
    typed(
      'application/json',
      fc.oneof(
        anyJson.map((body) => JSON.stringify(body)),
        brokenJson
      )
    ),
    fc.oneof(headerText, mediaTypes).chain((type) => typed(type, fc.oneof(anyText, brokenJson)))
  )
}

const written = (type: string, body: Json) =>
  type === 'application/json'
    ? JSON.stringify(body)
    : Object.entries(body)
        .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
        .join('&')

/** A valid body with one or two errors. */
const nearly = (schema: Json): fc.Arbitrary<Json> =>
  schema.type === 'array' ? nearlyList(schema) : nearlyObject(schema)

const nearlyList = (schema: Json): fc.Arbitrary<Json> =>
  fc
    .tuple(valid(schema), fc.array(anyJson, { minLength: 1, maxLength: 2 }))
    .map(([items, wrong]) => [...items, ...wrong])

const nearlyObject = (schema: Json): fc.Arbitrary<Json> =>
  fc
    .tuple(
      valid(schema),
      fc.array(
        fc.tuple(fc.constantFrom(...Object.keys(schema.properties), 'id', '__proto__'), change),
        {
          minLength: 1,
          maxLength: 2,
        }
      )
    )
    .map(([body, changes]) => {
      const copy: Json = { ...body }
      for (const [name, { value }] of changes) {
        Object.defineProperty(copy, name, { value, enumerable: true, configurable: true })
      }
      return copy
    })

/** Undefined leaves the member out. */
const change = fc.oneof(anyJson, fc.constant(undefined)).map((value) => ({ value }))

const mediaTypes = fc.constantFrom(
  ...['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'multipart/form-data'],
  ...[
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    'application/*+json',
  ],
  ...['application/json;;;', 'APPLICATION/JSON', 'application/vnd.api+json', '*/*', '/']
)

const brokenJson = fc.constantFrom(
  ...[
    '{',
    '}',
    '{"a":',
    '[1,]',
    "{'a':1}",
    '{"a":1}{',
    'undefined',
    'NaN',
    '\u0000',
    '',
    ' ',
    '"',
    'nul',
  ],
  ...['[' + '['.repeat(2000), '{"a":'.repeat(2000), '[]', '"text"', '1', 'null', 'true'],
  ...[
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"a":1,"a":2}',
    '\uFEFF{}',
  ],
  ...[
    '{"title":"\\ud800","content":"\\udfff"}',
    `{"a":${'9'.repeat(400)}}`,
    `{"${'k'.repeat(9000)}":1}`,
  ]
)
