/** A JSON Schema whose members have one simple value each, as the form edits it. */

export const kinds = ['any', 'string', 'number', 'integer', 'boolean'] as const
export const formats = ['date', 'time', 'date-time', 'email', 'uri', 'uuid'] as const

export type Kind = (typeof kinds)[number]

export interface Member {
  /** Stays while the name changes. */
  key: string
  name: string
  kind: Kind
  isRequired: boolean
  format: string
  pattern: string
  values: string[]
  /** Keywords that the form does not show. They stay. */
  rest: Json
}

export interface FlatSchema {
  members: Member[]
  isClosed: boolean
  rest: Json
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOfText = (value: unknown) => typeof value === 'string'
const isNumeric = (value: unknown) => typeof value === 'number'

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

export const newMember = (): Member => ({
  key: crypto.randomUUID(),
  name: '',
  kind: 'string',
  isRequired: false,
  format: '',
  pattern: '',
  values: [],
  rest: {},
})

/** @returns undefined for a schema that has more than the form can show */
export function readFlat(schema: unknown): FlatSchema | undefined {
  if (schema === null) return { members: [], isClosed: false, rest: { type: 'object' } }
  if (!isObject(schema)) return undefined
  const { properties = {}, required = [], additionalProperties, ...rest } = schema
  const isKnown =
    (rest.type === undefined || rest.type === 'object') &&
    isObject(properties) &&
    Array.isArray(required) &&
    required.every((name) => typeof name === 'string' && name in properties) &&
    (additionalProperties === undefined || typeof additionalProperties === 'boolean') &&
    Object.values(rest).every(isScalar)
  if (!isKnown) return undefined
  const members = Object.entries(properties).map(([name, member]) => readMember(name, member))
  if (!members.every((member) => member !== undefined)) return undefined
  return {
    members: members.map((member) => ({ ...member, isRequired: required.includes(member.name) })),
    isClosed: additionalProperties === false,
    rest,
  }
}

function readMember(name: string, schema: unknown): Member | undefined {
  if (!isObject(schema)) return undefined
  const { type = 'any', format = '', pattern = '', enum: values = [], ...rest } = schema
  const kind = kinds.find((one) => one === type)
  const isKnown =
    kind !== undefined &&
    typeof format === 'string' &&
    typeof pattern === 'string' &&
    Array.isArray(values) &&
    values.every(isNumber(kind) ? isNumeric : isOfText) &&
    Object.values(rest).every(isScalar)
  if (!isKnown) return undefined
  return {
    ...newMember(),
    key: name,
    name,
    kind,
    format,
    pattern,
    values: values.map(String),
    rest,
  }
}

const isNumber = (kind: Kind) => kind === 'number' || kind === 'integer'

/** What is wrong with a member, as the key of its text. */
export function problemOf(member: Member, all: readonly Member[]): string | undefined {
  const { name, kind, values } = member
  if (name === '' || all.some((one) => one !== member && one.name === name)) return 'bad_name'
  if (
    isNumber(kind) &&
    values.some((value) => value.trim() === '' || Number.isNaN(Number(value)))
  ) {
    return 'bad_value'
  }
  return undefined
}

/** The opposite of `readFlat`. */
export function writeFlat({ members, isClosed, rest }: FlatSchema): Json {
  const required = members.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  return {
    ...rest,
    properties: Object.fromEntries(members.map((member) => [member.name, writeMember(member)])),
    ...(required.length > 0 && { required }),
    ...(isClosed && { additionalProperties: false }),
  }
}

function writeMember({ kind, format, pattern, values, rest }: Member): Json {
  const isText = kind === 'string' || kind === 'any'
  return {
    ...(kind !== 'any' && { type: kind }),
    ...rest,
    ...(isText && format && { format }),
    ...(isText && pattern && { pattern }),
    ...(kind !== 'boolean' &&
      values.length > 0 && { enum: isNumber(kind) ? values.map(Number) : values }),
  }
}
