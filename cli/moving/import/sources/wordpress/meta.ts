import type { MetaRule } from '#cli/moving/import/sources/options'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'

/** The custom field in which WordPress 6.3 and later keeps the footnotes of a post. */
export const FOOTNOTES = 'footnotes'

const fieldsOf = (item: Element) =>
  item.children
    .filter(({ name }) => name === 'wp:postmeta')
    .map((meta) => [valueOf(meta, 'wp:meta_key'), valueOf(meta, 'wp:meta_value')] as const)

/** The values of a custom field. */
export const metaOf = (item: Element, key: string): string[] =>
  fieldsOf(item)
    .filter(([name]) => name === key)
    .map(([, value]) => value)

/** The names of custom fields that are no inner ones of WordPress, and have no rule. */
const unkept = (item: Element, rules: ReadonlyMap<string, MetaRule>) => [
  ...new Set(
    fieldsOf(item).flatMap(([name]) =>
      /^_|^rank_math_/.test(name) || name === FOOTNOTES || rules.has(name) ? [] : name
    )
  ),
]

/** The members of `data` that custom fields become, and what can't be kept. */
export function dataOf(item: Element, rules: ReadonlyMap<string, MetaRule>) {
  const data: Record<string, unknown> = {}
  const notes: string[] = []
  for (const [name, { member, kind }] of rules) {
    const values = metaOf(item, name)
    if (values.length === 0) continue
    const value = kind === 'list' ? values : readers[kind](values[0])
    if (value === undefined) notes.push(`its custom field ${name} is not kept: it is no ${kind}`)
    else data[member] = value
  }
  const left = unkept(item, rules)
  if (left.length > 0) notes.push(`its custom fields are not kept: ${left.slice(0, 20).join(', ')}`)
  return { data: Object.keys(data).length > 0 ? data : null, notes }
}

/** @returns undefined for a value of another kind */
const readers: Record<Exclude<MetaRule['kind'], 'list'>, (value: string) => unknown> = {
  text: (value) => value,
  number: (value) => (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : undefined),
  boolean: (value) => booleans[value.toLowerCase()],
  json: (value) => {
    try {
      return JSON.parse(value)
    } catch {
      return undefined
    }
  },
}

const booleans: Record<string, boolean> = {
  ...{ '1': true, 'true': true, 'yes': true, 'on': true },
  ...{ '0': false, 'false': false, 'no': false, 'off': false, '': false },
}
