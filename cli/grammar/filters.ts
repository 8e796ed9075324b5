import { InvalidArgumentError, Option } from 'commander'
import { count, id, pastMoment, pastMoments, role, user, userOrNone } from '#cli/grammar/options'
import type { Filter, FilterKind } from '#resources/definition/filters'
import type { ListOrder } from '#resources/definition/sorts'
import type { View } from '#resources/definition/view'
import { lists } from '#resources/lists'
import { media } from '#resources/media'
import { savedView } from '#resources/saved_view'

function listOptions({ filters, sorts }: View): Record<string, Option> {
  const narrowing = Object.entries(filters).map(([name, filter]) => [name, optionOf(name, filter)])
  return { ...Object.fromEntries(narrowing), sort: sortOption(sorts) }
}

function optionOf(name: string, filter: Filter): Option {
  const { kind, description, option = name, example } = filter
  const flag = option.replaceAll('_', '-')
  const value = placeholders[kind] ?? flag
  const more = notes[kind]?.(filter) ?? (example === undefined ? '' : `, such as ${example}`)
  const made = new Option(`--${flag} <${value}>`, `${description}${more}`)
  const parse = parsers[kind]?.(filter)
  if (kind === 'choice') return made.choices(Object.keys(filter.values!))
  return parse ? made.argParser(parse) : made
}

const placeholders: Partial<Record<FilterKind, string>> = {
  user: 'user',
  words: 'text',
  part: 'text',
  integer: 'id',
  time: 'when',
  text: 'name',
  uuid: 'id',
  data: 'name=value',
}

const notes: Partial<Record<FilterKind, (filter: Filter) => string>> = {
  user: ({ values }) => (values ? ', or none' : ''),
  words: () => '',
  time: () => `: ${pastMoments}`,
  role: () => ': plaza roles list',
  data: () => '; it may be repeated',
}

type Parser = (text: string, before: any) => unknown

const parsers: Partial<Record<FilterKind, (filter: Filter) => Parser>> = {
  user: ({ values }) => (values ? userOrNone : user),
  integer: ({ min }) => (min === 0 ? count : id),
  time: () => pastMoment,
  role: () => role,
  data: () => dataValue,
}

/** @returns the values by name, with those of options before */
export function dataValue(text: string, before: Record<string, string> = {}) {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (!name) throw new InvalidArgumentError('Write name=value, such as place=Berlin.')
  return { ...before, [name]: value }
}

function sortOption(sorts: Record<string, ListOrder>) {
  const told = Object.entries(sorts).map(([name, { description }]) => `${name}: ${description}`)
  return new Option('--sort <order>', told.join(', ')).choices(Object.keys(sorts))
}

/** The options of staff's lists, by the API's parameters. */
export const filters = {
  users: listOptions(lists.users),
  posts: listOptions(lists.posts),
  comments: listOptions(lists.comments),
  reports: listOptions(lists.reports),
  audit: listOptions(lists.audit),
  batches: listOptions(lists.batches),
  views: listOptions(savedView.views.SavedView),
  media: listOptions(media.views.StaffMedia),
}
