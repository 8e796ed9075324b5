import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { isObject } from '#domain/is_object'

const MAX_LENGTH = 64_000

export interface Page {
  /** The members above the text. */
  front: Record<string, unknown>
  content: string
}

const fences = [
  ['---', parseYaml],
  ['+++', parseToml],
] as const

/** Reads YAML or TOML between fences, or a JSON object, above a text. @throws Error for what can't be read */
export function readPage(text: string): Page {
  const whole = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  for (const [fence, parse] of fences) {
    if (!whole.startsWith(`${fence}\n`)) continue
    const end = whole.indexOf(`\n${fence}`, fence.length)
    if (end < 0) throw new Error(`the front matter has no end: ${fence}`)
    const front = whole.slice(fence.length + 1, end + 1)
    const after = whole.indexOf('\n', end + 1)
    return { front: membersOf(front, parse), content: after < 0 ? '' : whole.slice(after + 1) }
  }
  return { front: {}, content: whole }
}

function membersOf(text: string, parse: (text: string) => unknown): Record<string, unknown> {
  if (text.length > MAX_LENGTH) throw new Error('the front matter is too long')
  let front: unknown
  try {
    front = parse(text)
  } catch (error) {
    throw new Error(`the front matter can't be read: ${(error as Error).message.split('\n')[0]}`)
  }
  if (front === null || front === undefined) return {}
  if (!isObject(front)) throw new Error('the front matter has no members')
  return front
}

const day =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/

/** A time in front matter; without a zone in UTC. @returns null for none, undefined for no time */
export function readTime(value: unknown): Date | null | undefined {
  if (value === null || value === undefined || value === '') return null
  const at =
    value instanceof Date ? new Date(value.getTime()) : new Date(isoOf(String(value).trim()))
  return Number.isNaN(at.getTime()) ? undefined : at
}

function isoOf(text: string): string {
  const [, year, month, date, hour = '00', minute = '00', second = '00', zone = 'Z'] =
    day.exec(text) ?? []
  if (!year) return text
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
  return `${year}-${month}-${date}T${hour}:${minute}:${second}${offset}`
}
