import { InvalidArgumentError, type Option } from 'commander'

/**
 * A name, a colon, and a value: bare, or with spaces between quotes. A value that begins with a quote
 * and does not end with it goes on to the next name.
 */
const word =
  /([a-z_]+):(?:"([^"]*)"(?=\s|$)|'([^']*)'(?=\s|$)|(["'].*?)(?=\s+[a-z_]+:|$)|([^\s"']\S*))|(\S+)/gs

/**
 * Reads a query such as `author:@spammer since:2d search:"cheap watches"`: filters of a list of the
 * API, all of which must hold.
 *
 * @param filters the options of that list, by the parameters of the API that they are
 * @returns the parameters; times that count back from now are moments
 * @throws InvalidArgumentError
 */
export function parseQuery(filters: Record<string, Option>, text: string): Record<string, string> {
  const query: Record<string, string> = {}
  let before = ''
  for (const [all, name, double, single, odd, bare, stray] of text.matchAll(word)) {
    if (stray) throw new InvalidArgumentError(strayWord(stray, before))
    if (odd) throw new InvalidArgumentError(`Quotes go around all of it: ${quoted(name, odd)}.`)
    before = all
    if (!(name in filters)) throw new InvalidArgumentError(`Filters are ${namesOf(filters)}.`)
    if (name in query) throw new InvalidArgumentError(`It has ${name} twice.`)
    query[name] = valueOf(name, filters[name], double ?? single ?? bare)
  }
  if (Object.keys(query).length === 0) {
    throw new InvalidArgumentError(`It needs one of these at least: ${namesOf(filters)}.`)
  }
  return query
}

/** @param before the filter before it, whose value may have been meant to go on */
function strayWord(stray: string, before: string): string {
  const [, name, value] = /^([^:]+):(.*)$/s.exec(before) ?? []
  const meant = name ? `, or put quotes around: ${quoted(name, `${value} ${stray}`)}` : ''
  return `Write name:value, and not ${stray}${meant}.`
}

/** A filter as it is written with quotes; the kind that is not within. */
function quoted(name: string, value: string): string {
  const bare = value.replace(/^(["'])(.*?)\1?$/s, '$2')
  if (!bare.includes('"')) return `${name}:"${bare}"`
  return bare.includes("'") ? `${name}:"${bare.replaceAll('"', '')}"` : `${name}:'${bare}'`
}

/** The names of filters, for people. */
export const namesOf = (filters: Record<string, Option>) => Object.keys(filters).join(', ')

function valueOf(name: string, option: Option, value: string): string {
  if (value === '') throw new InvalidArgumentError(`${name} is empty.`)
  try {
    return option.parseArg ? String(option.parseArg(value, undefined)) : value
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    throw new InvalidArgumentError(`${name}:${value}: ${error.message}`)
  }
}
