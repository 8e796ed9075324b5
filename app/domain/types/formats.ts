import { instantShape, readMoment } from '#domain/moment'

const MAX_CHARACTERS = 2000

const isUrl = (text: string) => /^[a-z][a-z\d+.-]*:\S+$/i.test(text) && URL.canParse(text)

/** Excludes days such as 30 February. */
const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(readMoment(text))

const shapes = {
  'date': { example: '2026-12-24', holds: isDate },
  'time': {
    example: '18:00:00',
    holds: (text: string) =>
      /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/.test(text),
  },
  'date-time': {
    example: '2026-12-24T18:00:00+01:00',
    holds: (text: string) => instantShape.test(text) && !Number.isNaN(readMoment(text)),
  },
  'email': {
    example: 'alice@example.org',
    holds: (text: string) => text.length <= 254 && /^[^\s@]{1,64}@[^\s@]+$/.test(text),
  },
  'uri': { example: 'https://example.org/a', holds: isUrl },
  'uuid': {
    example: '0190f8a2-5b1c-7c3e-9d4f-2a6b8c0d1e2f',
    holds: (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
  },
}

export type FormatName = keyof typeof shapes

export const formatNames = Object.keys(shapes) as FormatName[]

export const exampleOf = (name: FormatName) => shapes[name].example

/** The expressions of ajv-formats can take very long on a hostile text. */
export const formats = Object.fromEntries(
  Object.entries(shapes).map(([name, { holds }]) => [
    name,
    (text: string) => text.length <= MAX_CHARACTERS && holds(text),
  ])
)
