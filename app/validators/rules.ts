import vine from '@vinejs/vine'
import type { FieldContext } from '@vinejs/vine/types'
import { counted } from '#domain/counted'
import { instantShape, momentShape, readMoment } from '#domain/moment'
import { MAX_SLUG_LENGTH, slugShape } from '#domain/slug_shape'
import { hasVisible, normaliseText } from '#domain/text'

interface Characters {
  min: number
  max: number
}

const sizes = {
  name: 'characters',
  toJSONSchema(schema: { minLength?: number; maxLength?: number }, { min, max }: Characters) {
    schema.minLength = min
    schema.maxLength = max
  },
}

/** Well-formed Unicode without NUL, as PostgreSQL stores it. Counts code points, as PostgreSQL and JSON Schema do. */
export const characters = vine.createRule<Characters>((value, options, field) => {
  if (typeof value === 'string') checkCharacters(value, options, field)
}, sizes)

/** {@link characters} in NFC, trimmed, at least one of them visible. */
const written = vine.createRule<Characters>((value, options, field) => {
  if (typeof value !== 'string') return
  const text = normaliseText(value)
  field.mutate(text, field)
  checkCharacters(text, options, field)
  if (text && field.isValid && !hasVisible(text)) {
    field.report('{{ field }} needs at least 1 visible character.', 'visible', field)
  }
}, sizes)

function checkCharacters(value: string, { min, max }: Characters, field: FieldContext) {
  if (!value.isWellFormed() || value.includes('\u0000')) {
    return field.report('{{ field }} holds characters that are not text.', 'text', field)
  }
  const length = [...value].length
  if (length < min)
    field.report(`{{ field }} needs at least ${counted(min, 'character')}.`, 'min_length', field)
  if (length > max)
    field.report(`{{ field }} takes up to ${counted(max, 'character')}.`, 'max_length', field)
}

/** Refuses control characters and marks that change the text direction. */
export const singleLine = vine.createRule((value, _, field) => {
  if (typeof value === 'string' && /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(value)) {
    field.report('{{ field }} must be one line of plain text.', 'single_line', field)
  }
})

export const id = () =>
  vine.number({ strict: true }).withoutDecimals().range([1, Number.MAX_SAFE_INTEGER])

/** A whole number in a path or query: digits only, in one spelling. */
export const wholeInUrl = (min: number, max: number) =>
  vine.number().parse(digits).withoutDecimals().range([min, max])

const digits = (value: unknown) =>
  value === undefined || (typeof value === 'string' && /^-?\d+$/.test(value)) ? value : Number.NaN

export const idInUrl = () => wholeInUrl(1, Number.MAX_SAFE_INTEGER)

export const text = (max: number, { min = 1 } = {}) => vine.string().use(written({ min, max }))

export const line = (max: number, options?: { min: number }) => text(max, options).use(singleLine())

/** A number within JavaScript's exact integers. */
const exactId = vine.createRule((value, _, field) => {
  const isId = typeof value === 'string' && /^\d+$/.test(value)
  if (!isId || Number.isSafeInteger(Number(value))) return
  field.report('{{ field }} must be at most 9007199254740991.', 'range', field)
})

/** A user in a path or query: an id, `@username` or `me`. */
export const userInUrl = () =>
  vine
    .string()
    .regex(/^(me|[1-9]\d{0,15}|@\w{3,30})$/)
    .use(exactId())

/** Staff routes need a session, so `me` is known here. */
const meIsViewer = vine.createRule((value, _, field) => {
  if (value === 'me') field.mutate(String(field.meta.ctx.auth.getUserOrFail().id), field)
})

/** The answer would reveal the owner of an e-mail. */
const emailForReaders = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !/^[^@]+@/.test(value)) return
  const viewer = field.meta.ctx?.auth.getUserOrFail()
  if (!viewer || viewer.permissions.has('users.read_private')) return
  field.report(
    '{{ field }} takes an e-mail only with the permission users.read_private. Name the user by id or @username.',
    'permission',
    field
  )
})

/** In staff routes: an id, `@username`, an e-mail or `me`; `none` with `orNone`. */
export const userReference = ({ orNone = false } = {}) =>
  vine
    .string()
    .maxLength(254)
    .use(singleLine())
    .regex(
      orNone
        ? /^(none|me|\d{1,16}|@\w{3,30}|[^\s@]+@[^\s@]+)$/
        : /^(me|\d{1,16}|@\w{3,30}|[^\s@]+@[^\s@]+)$/
    )
    .use(exactId())
    .use(emailForReaders())
    .use(meIsViewer())

/** The address part of a post: words of `a-z` and digits, with single hyphens between them. */
export const slug = () => vine.string().maxLength(MAX_SLUG_LENGTH).use(slugForm())

const slugForm = vine.createRule(
  (value, _, field) => {
    if (typeof value !== 'string' || slugShape.test(value)) return
    field.report('{{ field }} takes a-z and digits, with single hyphens between.', 'slug', field)
  },
  {
    toJSONSchema(schema: { pattern?: string }) {
      schema.pattern = slugShape.source
    },
  }
)

export const language = () => vine.string().maxLength(35).use(languageTag())

const languageTag = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid) return
  try {
    field.mutate(Intl.getCanonicalLocales(value)[0], field)
  } catch {
    field.report('{{ field }} must be a language tag, such as en or pt-BR.', 'language', field)
  }
})

/** An absolute address of http or https, without a password. */
export const webAddress = () => vine.string().maxLength(2000).use(singleLine()).use(address())

const address = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid) return
  const url = URL.parse(value)
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) {
    return field.mutate(url.href, field)
  }
  field.report('{{ field }} must be a web address, such as https://example.org/a.', 'url', field)
})

/** An RFC 3339 time, or a date for its beginning in UTC. */
export const moment = ({ future = false, maxDays = Infinity } = {}) =>
  vine
    .string()
    .regex(momentShape)
    .use(real({ future, maxDays }))
    // VineJS also passes null, and `new Date(null)` is 1970.
    .transform((value) => (value === null ? value : new Date(value)))

interface InstantOptions {
  past?: boolean
  /** Whether to take it at all; otherwise it counts as absent. */
  isTaken?: (meta: Record<string, any>) => boolean
}

/** An RFC 3339 time, whose offset makes it one instant everywhere. */
export const instant = ({ past = false, isTaken = () => true }: InstantOptions = {}) =>
  vine
    .string()
    .parse((value, { meta }) => (value === undefined || isTaken(meta) ? value : undefined))
    .use(exactInstant({ past }))
    .transform((value) => (value === null ? value : new Date(value)))

/** The clock of the database may be ahead. */
const MAX_AHEAD_MS = 60_000

const exactInstant = vine.createRule<{ past: boolean }>(
  (value, { past }, field) => {
    if (typeof value !== 'string') return
    if (!instantShape.test(value)) return field.report(withoutOffset, 'offset', field)
    const time = readMoment(value)
    if (Number.isNaN(time)) return field.report('{{ field }} is no date.', 'date', field)
    if (past && time > Date.now() + MAX_AHEAD_MS)
      field.report('{{ field }} must not lie ahead.', 'past', field)
  },
  {
    toJSONSchema(schema) {
      schema.format = 'date-time'
    },
  }
)

const withoutOffset =
  '{{ field }} must be a time with an offset, such as 2026-12-24T18:00:00+01:00.'

interface Ahead {
  future: boolean
  maxDays: number
}

const real = vine.createRule<Ahead>((value, { future, maxDays }, field) => {
  if (typeof value !== 'string' || !field.isValid) return
  const time = readMoment(value)
  if (Number.isNaN(time)) return field.report('{{ field }} is no date.', 'date', field)
  if (future && time <= Date.now()) field.report('{{ field }} must lie ahead.', 'future', field)
  if (time > Date.now() + maxDays * DAY_MS)
    field.report(`{{ field }} must lie within ${maxDays} days.`, 'max_days', field)
})

const DAY_MS = 86_400_000

/** Kept in the audit log, and shown to the affected user. */
export const reason = () => line(500, { min: 3 })

export const yes = () => vine.boolean({ strict: true })
