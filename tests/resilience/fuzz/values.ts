import * as fc from 'fast-check'

type Schema = Record<string, any>

/** The test made rows with these ids. */
export const prepared = 40

/** Any value that the schema of a parameter or a body allows. */
export function valid(schema: Schema = {}): fc.Arbitrary<any> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valid))
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type: string) => valid({ ...schema, type })))
  }
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return wholeNumber(schema)
    case 'string':
      return text(schema)
    case 'array':
      return schema.uniqueItems
        ? fc.uniqueArray(valid(schema.items), { maxLength: 5 })
        : fc.array(valid(schema.items), { maxLength: 5 })
    case undefined:
      return anyJson
    default:
      if (!schema.properties) return fc.dictionary(fc.string(), anyJson, { maxKeys: 4 })
      return fc.record(
        Object.fromEntries(
          Object.entries<Schema>(schema.properties).map(([name, each]) => [name, valid(each)])
        ),
        { requiredKeys: schema.required, noNullPrototype: true }
      )
  }
}

function wholeNumber({ minimum: min = -(2 ** 31), maximum: max = 2 ** 31 }: Schema) {
  const near = fc.integer({ min, max: Math.min(max, Math.max(min, prepared)) })
  const edges = fc.constantFrom(min, max)
  return fc.oneof({ weight: 6, arbitrary: near }, fc.integer({ min, max }), edges)
}

function text({ pattern, format, minLength = 0, maxLength = 300 }: Schema) {
  if (format === 'uuid') return fc.uuid()
  if (format === 'email') return fc.emailAddress()
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u')).filter(fits(maxLength))
  const units = fc.constantFrom('binary' as const, 'grapheme' as const)
  return units.chain((unit) => fc.string({ unit, minLength, maxLength, size: 'max' }))
}

const fits = (length: number) => (value: string) => [...value].length <= length

/** Texts that have broken other programs. */
const notorious = fc.constantFrom(
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\uFEFF',
    '\u202E',
    '\uFFFE',
    '🌻'.repeat(300),
    'é'.repeat(9000),
  ],
  ...["' or 1=1 --", '"; drop table users; --', '$1', '?', '??', ':id', '%', '_', '\\', '\\u0000'],
  ...['../../etc/passwd', '..%2f..%2f', 'file:///etc/passwd', 'http://169.254.169.254/latest'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '{{7*7}}', '${7*7}', '<script>'],
  ...[
    'NaN',
    'Infinity',
    '-0',
    '1e309',
    '0x10',
    '1_000',
    '９',
    '9007199254740993',
    '-1',
    '0',
    'null',
  ],
  ...[
    '0001-01-01',
    '9999-12-31T23:59:59.999999999Z',
    '2026-02-30',
    '+275760-09-13',
    '-000001-01-01',
  ],
  ...['@', '@a', 'a@', '@'.repeat(254), '-'.repeat(200), '"'.repeat(199), '('.repeat(200), '!&|'],
  ...['\r\nX-Injected: 1', '\n', '\t', 'a'.repeat(10_000), '*'.repeat(200), 'a or '.repeat(40)]
)

/** Any value, as text. */
export const anyText = fc.oneof(notorious, fc.string({ unit: 'binary', maxLength: 60 }))

/** Any value, as JSON. */
export const anyJson = fc.oneof(
  anyText,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, -1e-9, 2 ** 53, 2 ** 63, [], {}, [[]]),
  fc.integer(),
  fc.jsonValue({ maxDepth: 3 })
)
