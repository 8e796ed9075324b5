import { test } from '@japa/runner'
import { compileSchema } from '#domain/types/compiled_schema'
import { problemsOf, type DataSchema } from '#domain/types/data_schema'

const pointersOf = (schema: unknown) => problemsOf(schema).map(({ pointer }) => pointer)

/** Milliseconds of processor time are far below this, on a slow machine too. */
const MAX_MS = 5000

const deep = (levels: number): DataSchema =>
  levels === 0 ? {} : { properties: { a: deep(levels - 1) } }

/** Each place tries the next one twice: 2^60 ways. */
const doubling = (keyword: string) => ({
  $ref: '#/$defs/a0',
  $defs: Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [
      `a${n}`,
      n === 59
        ? { required: ['no'] }
        : { [keyword]: [{ $ref: `#/$defs/a${n + 1}` }, { $ref: `#/$defs/a${n + 1}` }] },
    ])
  ),
})

test.group('A schema of a type', () => {
  test('is refused for {what}')
    .with([
      { what: 'a list', schema: [], at: '' },
      { what: 'an unknown keyword', schema: { propertys: {} }, at: '/propertys' },
      { what: 'a keyword of another place', schema: { $id: 'https://e.org' }, at: '/$id' },
      { what: '$dynamicRef', schema: { $dynamicRef: '#a' }, at: '/$dynamicRef' },
      { what: 'a remote reference', schema: { $ref: 'https://e.org/s' }, at: '/$ref' },
      { what: 'a reference to nothing', schema: { $ref: '#/$defs/a' }, at: '/$ref' },
      { what: 'a circle', schema: { anyOf: [{ $ref: '#' }] }, at: '' },
      {
        what: 'a wide circle',
        schema: { $defs: { a: { $ref: '#/$defs/b' }, b: { allOf: [{ $ref: '#/$defs/a' }] } } },
        at: '/$defs/b',
      },
      { what: 'a back reference', schema: { pattern: '(a)\\1' }, at: '/pattern' },
      { what: 'a huge repetition', schema: { pattern: '(a{1000}){1000}' }, at: '/pattern' },
      {
        what: 'a name that is no pattern',
        schema: { patternProperties: { '(?=a)': true } },
        at: '/patternProperties/(?=a)',
      },
      { what: 'an unknown format', schema: { format: 'regex' }, at: '/format' },
      { what: 'an unknown type', schema: { type: 'date' }, at: '/type' },
      { what: 'a type with a null', schema: { type: null }, at: '/type' },
      { what: 'a negative length', schema: { maxLength: -1 }, at: '/maxLength' },
      { what: 'an empty choice', schema: { anyOf: [] }, at: '/anyOf' },
      { what: 'properties in a list', schema: { properties: [] }, at: '/properties' },
      { what: 'a text as a schema', schema: { items: 'string' }, at: '/items' },
      { what: 'a reference without a type', schema: { 'x-ref': 'post' }, at: '/x-ref' },
      {
        what: 'media, which come later',
        schema: { 'type': 'integer', 'x-ref': 'media' },
        at: '/x-ref',
      },
      { what: 'its depth', schema: deep(7), at: '/properties/a'.repeat(7) },
      { what: 'its size', schema: { enum: ['x'.repeat(33_000)] }, at: '' },
      {
        what: 'the number of schemas',
        schema: { anyOf: Array.from({ length: 600 }, () => true) },
        at: '',
      },
      {
        what: '__proto__',
        schema: JSON.parse('{"properties":{"__proto__":{}}}'),
        at: '/properties/__proto__',
      },
    ])
    .run(({ assert }, { schema, at }) => {
      assert.deepEqual(pointersOf(schema), [`/schema${at}`])
    })

  test('takes what people write', ({ assert }) => {
    const event = {
      type: 'object',
      required: ['place', 'date'],
      properties: {
        place: { type: 'string', maxLength: 100 },
        date: { type: 'string', format: 'date' },
        host: { 'type': 'integer', 'x-ref': 'user' },
        speakers: { type: 'array', items: { $ref: '#/$defs/speaker' }, uniqueItems: true },
      },
      additionalProperties: false,
      $defs: { speaker: { type: 'object', properties: { next: { $ref: '#/$defs/speaker' } } } },
    }
    assert.isEmpty(problemsOf(event))
    assert.isEmpty(problemsOf(deep(6)))
    const check = compileSchema(event)
    const fits = { place: 'Berlin', date: '2028-02-29', host: 7, speakers: [{ next: {} }, {}] }
    assert.deepEqual(check(fits), {
      problems: [],
      references: [{ type: 'user', id: 7, pointer: '/data/host' }],
    })
    const { problems } = check({ date: '2027-02-29', plaec: 'x', speakers: [{}, {}], host: 0 })
    assert.sameDeepMembers(
      problems.map(({ pointer, rule }) => [pointer, rule]),
      [
        ['/data/place', 'required'],
        ['/data/plaec', 'additional_properties'],
        ['/data/date', 'format'],
        ['/data/speakers', 'unique_items'],
        ['/data/host', 'x_ref'],
      ]
    )
    assert.include(
      problems.map(({ detail }) => detail),
      'data.date must be a date, such as 2026-12-24.'
    )
  })

  test('does not see names of Object.prototype', ({ assert }) => {
    const check = compileSchema({ required: ['constructor', 'toString'] })
    assert.lengthOf(check({}).problems, 2)
    assert.isEmpty(check({ constructor: 1, toString: 2 }).problems)
  })

  test('takes little time: {what}')
    .with<{ what: string; schema: DataSchema; data: object }[]>([
      { what: 'anyOf in anyOf', schema: doubling('anyOf'), data: {} },
      { what: 'oneOf in oneOf', schema: doubling('oneOf'), data: {} },
      { what: 'allOf in allOf', schema: doubling('allOf'), data: {} },
      {
        what: 'an evil pattern',
        schema: { additionalProperties: { pattern: '^(a+)+$' } },
        data: { a: `${'a'.repeat(60_000)}!` },
      },
      {
        what: 'a large pattern on a large text',
        schema: { additionalProperties: { pattern: '(?:a?){300}a{300}' } },
        data: { a: 'a'.repeat(60_000) },
      },
      {
        what: 'many distinct items',
        schema: { additionalProperties: { uniqueItems: true, maxItems: 1e15 } },
        data: { a: Array.from({ length: 30_000 }, (_, n) => [n]) },
      },
      {
        what: 'many choices for many items',
        schema: {
          additionalProperties: {
            items: { anyOf: Array.from({ length: 400 }, (_, n) => ({ const: n })) },
          },
        },
        data: { a: Array.from({ length: 30_000 }, () => -1) },
      },
      {
        what: 'a schema that holds itself, in deep data',
        schema: { additionalProperties: { $ref: '#' } },
        data: JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`),
      },
    ])
    .run(({ assert }, { schema, data }) => {
      const start = process.cpuUsage()
      assert.isEmpty(problemsOf(schema))
      compileSchema(schema)(data)
      const { user, system } = process.cpuUsage(start)
      assert.isBelow((user + system) / 1000, MAX_MS)
    })
})
