import { Secret } from '@adonisjs/core/helpers'
import string from '@adonisjs/core/helpers/string'
import proxyAddr from 'proxy-addr'
import { readDuration } from '#domain/duration'
import { readNetwork } from '#domain/networks'
import type { Rate } from '#domain/rate'
import { isLanguageCode, languageCodes, type LanguageCode } from '#domain/search/languages'
import { parseSigningKeys } from '#security/signing_keys'

/**
 * Each rule takes a default and returns a reader for `Env.create`.
 * A bad value throws one line that names the variable.
 */
interface Rule<T> {
  (name: string, value?: string): T
  fallback: string
}

export function rule<T>(
  fallback: string,
  expected: string,
  parse: (value: string) => T | null
): Rule<T> {
  const read = (name: string, value?: string) => {
    const parsed = parse(value?.trim() || fallback)
    if (parsed === null) throw new Error(`${name} must be ${expected}; it is "${value}"`)
    return parsed
  }
  return Object.assign(read, { fallback })
}

/** Takes a space before the unit: `15 m`. */
const seconds = (value: string) => readDuration(value.slice(0, -1).trimEnd() + value.slice(-1))

/** `N/duration`, such as `5/15m`: N requests per duration. */
export function rate(fallback: string) {
  return rule<Rate>(fallback, 'N/duration, such as 5/15m', (value) => {
    const [requests, time = ''] = value.split('/')
    const span = seconds(time)
    return /^[1-9]\d{0,8}$/.test(requests) && span
      ? { requests: Number(requests), seconds: span }
      : null
  })
}

/** Such as `15m` or `30d`, in seconds. */
export function duration(fallback: string) {
  return rule(fallback, 'a duration, such as 15m or 30d', seconds)
}

/** Such as `300ms` or `2s`, in milliseconds. */
export function milliseconds(fallback: string) {
  return rule(fallback, 'a time, such as 300ms or 2s', (value) =>
    /^[1-9]\d*\s*(ms|s|m)$/.test(value) ? string.milliseconds.parse(value) : null
  )
}

/** `0` means never. */
export function durationOrZero(fallback: string) {
  return rule(fallback, 'a duration, such as 15m, or 0', (value) =>
    value === '0' ? 0 : seconds(value)
  )
}

/** Such as `256kb`, `1mb` or `1gb`, in bytes. */
export function size(fallback: string) {
  return rule(fallback, 'a size, such as 256kb', (value) =>
    /^\d+(b|kb|mb|gb)?$/i.test(value) ? string.bytes.parse(value) || null : null
  )
}

export function count(fallback: number, { min, max }: { min: number; max: number }) {
  return rule(String(fallback), `a whole number from ${min} to ${max}`, (value) => {
    const number = Number(value)
    return Number.isInteger(number) && number >= min && number <= max ? number : null
  })
}

/** The default is the first word. */
export function oneOf<Word extends string>(first: Word, ...others: Word[]) {
  const known: Word[] = [first, ...others]
  return rule<Word>(
    first,
    `one of ${known.join(', ')}`,
    (value) => known.find((word) => word === value) ?? null
  )
}

export function secret(min: number) {
  return (name: string, value?: string) => {
    if (!value) throw new Error(`${name} is missing: plaza keys generate`)
    if (value.length < min) {
      throw new Error(`${name} must have at least ${min} characters: plaza keys generate`)
    }
    return new Secret(value)
  }
}

export function optionalSecret(min: number) {
  return (name: string, value?: string) => {
    if (!value) return undefined
    if (value.length < min) throw new Error(`${name} must have at least ${min} characters`)
    return new Secret(value)
  }
}

export function signingKeysSecret(name: string, value?: string) {
  if (!value) throw new Error(`${name} is missing: plaza keys generate`)
  parseSigningKeys(value)
  return new Secret(value)
}

/** @param example its scheme is one of `protocols`; shown in the error */
export function address(protocols: string[], example: string) {
  return (name: string, value?: string) => {
    if (!value) throw new Error(`${name} is missing: ${example}`)
    const protocol = URL.canParse(value) ? new URL(value).protocol : ''
    // The message must not show the value: it holds a password.
    if (!protocols.includes(protocol)) throw new Error(`${name} must be like ${example}`)
    return new Secret(value)
  }
}

export function optionalAddress(protocols: string[], example: string) {
  const read = address(protocols, example)
  return (name: string, value?: string) => (value ? read(name, value) : undefined)
}

/** The address of a site that shows previews, with `{token}` in it. */
export const previewLink = () => linkWithToken('https://site.example/preview?token={token}')

/** An address with `{token}` in it. */
export function linkWithToken(example: string) {
  const expected = `an address with {token}, such as ${example}`
  return rule<string | undefined>('', expected, (value) => {
    if (value === '') return undefined
    const isWeb = /^https?:$/.test(URL.parse(value.replaceAll('{token}', 'token'))?.protocol ?? '')
    return isWeb && value.includes('{token}') ? value : null
  })
}

/** Comma-separated browser origins, or `*` for any. */
export function origins(fallback: string) {
  return rule(fallback, '* or origins such as https://example.org, between commas', (value) => {
    const all = words(value)
    return all.every((one) => one === '*' || isOrigin(one)) ? all : null
  })
}

export const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text

/** Addresses, networks and their names, in the form of `proxy-addr`. */
export function networks(fallback: string) {
  const expected = 'addresses, networks such as 10.0.0.0/8, loopback or uniquelocal, between commas'
  return rule(fallback, expected, (value) => {
    try {
      proxyAddr.compile(words(value))
      return words(value)
    } catch {
      return null
    }
  })
}

/** Addresses and networks, by numbers alone. */
export function insideNetworks() {
  return rule('', 'addresses and networks such as 10.0.0.0/8, between commas', (value) =>
    words(value).every((word) => readNetwork(word)) ? words(value) : null
  )
}

export const words = (value: string) => value.split(',').flatMap((word) => word.trim() || [])

/** An ISO 639-1 code of a language that the search supports. */
export function language(fallback: LanguageCode) {
  return rule(fallback, `one of ${languageCodes.join(', ')}`, (value) =>
    isLanguageCode(value) ? value : null
  )
}
