import { Option } from 'commander'
import { count, id, pastMoment, pastMoments, role, user, userOrNone } from '#cli/grammar/options'
import type { Filter, FilterKind } from '#resources/definition/filters'
import type { ListOrder } from '#resources/definition/sorts'
import { auditEntry } from '#resources/audit_entry'
import { comment } from '#resources/comment'
import type { View } from '#resources/definition/view'
import { post } from '#resources/post'
import { reportGroup } from '#resources/report'
import { user as account } from '#resources/user'

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
}

const notes: Partial<Record<FilterKind, (filter: Filter) => string>> = {
  user: ({ values }) => (values ? ', or none' : ''),
  words: () => '',
  time: () => `: ${pastMoments}`,
  role: () => ': plaza roles list',
}

const parsers: Partial<Record<FilterKind, (filter: Filter) => (text: string) => unknown>> = {
  user: ({ values }) => (values ? userOrNone : user),
  integer: ({ min }) => (min === 0 ? count : id),
  time: () => pastMoment,
  role: () => role,
}

function sortOption(sorts: Record<string, ListOrder>) {
  const told = Object.entries(sorts).map(([name, { description }]) => `${name}: ${description}`)
  return new Option('--sort <order>', told.join(', ')).choices(Object.keys(sorts))
}

/** The options of the lists of staff, by the parameters of the API that they are. */
export const filters = {
  users: listOptions(account.views.StaffUser),
  posts: listOptions(post.views.StaffPost),
  comments: listOptions(comment.views.StaffComment),
  reports: listOptions(reportGroup.views.ReportGroup),
  audit: listOptions(auditEntry.views.AuditEntry),
}
