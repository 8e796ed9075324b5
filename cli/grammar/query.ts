import { InvalidArgumentError, type Option } from 'commander'

/** A name, a colon, and a value: bare, or with spaces between quotes. */
const word = /([a-z_]+):(?:"([^"]*)"|'([^']*)'|([^\s"']+))(?=\s|$)|(\S+)/g

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
  for (const [, name, double, single, bare, stray] of text.matchAll(word)) {
    if (stray) throw new InvalidArgumentError(`Write name:value, and not ${stray}.`)
    if (!(name in filters)) throw new InvalidArgumentError(`Filters are ${namesOf(filters)}.`)
    if (name in query) throw new InvalidArgumentError(`It has ${name} twice.`)
    query[name] = valueOf(name, filters[name], double ?? single ?? bare)
  }
  if (Object.keys(query).length === 0) {
    throw new InvalidArgumentError(`It needs one of these at least: ${namesOf(filters)}.`)
  }
  return query
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
