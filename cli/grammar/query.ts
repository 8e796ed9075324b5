import { InvalidArgumentError, type Option } from 'commander'

/** A name, a colon and a value. An unclosed quote extends to the next name. */
const word =
  /([a-z_]+(?:\.[^\s:]+)?):(?:"([^"]*)"(?=\s|$)|'([^']*)'(?=\s|$)|(["'].*?)(?=\s+[a-z_]+(?:\.[^\s:]+)?:|$)|([^\s"']\S*))|(\S+)/gs

/**
 * Parses a query such as `author:@spammer since:2d search:"cheap watches"`; all filters must match.
 * @param filters options of the list, by the API's parameter
 * @throws InvalidArgumentError
 */
export function parseQuery(filters: Record<string, Option>, text: string): Record<string, string> {
  const query: Record<string, string> = {}
  let before = ''
  for (const [all, name, double, single, odd, bare, stray] of text.matchAll(word)) {
    if (stray) throw new InvalidArgumentError(strayWord(stray, before))
    if (odd) throw new InvalidArgumentError(`Quotes go around all of it: ${quoted(name, odd)}.`)
    before = all
    const isValue = name.startsWith('data.') && 'data' in filters
    if (!isValue && (name === 'data' || !(name in filters))) {
      throw new InvalidArgumentError(`Filters are ${namesOf(filters)}.`)
    }
    if (name in query) throw new InvalidArgumentError(`It has ${name} twice.`)
    const value = double ?? single ?? bare
    query[name] = isValue ? value : valueOf(name, filters[name], value)
  }
  if (Object.keys(query).length === 0) {
    throw new InvalidArgumentError(`It needs one of these at least: ${namesOf(filters)}.`)
  }
  return query
}

/** @param before the filter before it, whose value may lack quotes */
function strayWord(stray: string, before: string): string {
  const [, name, value] = /^([^:]+):(.*)$/s.exec(before) ?? []
  const meant = name ? `, or put quotes around: ${quoted(name, `${value} ${stray}`)}` : ''
  return `Write name:value, and not ${stray}${meant}.`
}

/** A filter with quotes around its value, of the kind that the value doesn't hold. */
function quoted(name: string, value: string): string {
  const bare = value.replace(/^(["'])(.*?)\1?$/s, '$2')
  if (!bare.includes('"')) return `${name}:"${bare}"`
  return bare.includes("'") ? `${name}:"${bare.replaceAll('"', '')}"` : `${name}:'${bare}'`
}

export const namesOf = (filters: Record<string, Option>) =>
  Object.keys(filters)
    .map((name) => (name === 'data' ? 'data.<name>' : name))
    .join(', ')

function valueOf(name: string, option: Option, value: string): string {
  if (value === '') throw new InvalidArgumentError(`${name} is empty.`)
  try {
    return option.parseArg ? String(option.parseArg(value, undefined)) : value
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    throw new InvalidArgumentError(`${name}:${value}: ${error.message}`)
  }
}
