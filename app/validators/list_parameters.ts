import vine from '@vinejs/vine'
import type { symbols, VineValidator } from '@vinejs/vine'
import type { SchemaTypes } from '@vinejs/vine/types'
import type { PageOptions } from '#db/keyset'
import type { Filter, FilterKind } from '#resources/definition/filters'
import type { ListOrder } from '#resources/definition/sorts'
import type { AskedMembers, View } from '#resources/definition/view'
import type { ListedBy, Resource } from '#resources/definition/resource'
import { isObject } from '#domain/is_object'
import { membersOf } from '#validators/asked_members'
import { roleName } from '#validators/roles'
import { moment, userInUrl, userReference, wholeInUrl } from '#validators/rules'
import { tagsInUrl } from '#validators/tag_names'
import { searchText, searchWords } from '#validators/search'

export const page = {
  limit: wholeInUrl(1, 100).optional(),
  // It can contain a title.
  cursor: vine.string().maxLength(1500).optional(),
}

/** For clients that count rows instead of following cursors. */
export const skip = wholeInUrl(0, 10_000).optional()

export interface ListAsked extends PageOptions, AskedMembers {
  count?: 'exact'
}

type Listing<R extends Resource> = ListAsked & ListedBy<R>

type Checking<T> = VineValidator<
  SchemaTypes & { [symbols.ITYPE]: T; [symbols.OTYPE]: T },
  Record<string, any> | undefined
>

interface ListFacts {
  /** Filters that the list does not have. */
  without?: readonly string[]
  sort?: string
}

export function listValidator<R extends Resource>(
  { views }: R,
  name: string,
  { without = [], sort }: ListFacts = {}
): Checking<Listing<R>> {
  const view: View = views[name]
  const filters = Object.keys(view.filters).filter((filter) => !without.includes(filter))
  return vine.create({
    ...page,
    ...membersOf(view),
    skip,
    ...(view.audience === 'staff' && { count: vine.enum(['exact'] as const).optional() }),
    ...(Object.keys(view.sorts).length > 0 && { sort: sortRule(view.sorts, sort) }),
    ...filterRules(view, filters),
  }) as any
}

/** The parameters of these filters of a view. */
export const filterRules = (view: View, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, filterRule(view.filters[name], view)]))

function filterRule(filter: Filter, { audience }: View) {
  const rule = rules[filter.kind](filter, audience === 'staff')
  const { description, example } = filter
  const more = notes[filter.kind]?.(filter, audience === 'staff')
  return rule.optional().meta({
    description: `Only those ${description}${more ?? ''}.`,
    ...(example !== undefined && { examples: [example] }),
  })
}

const rules: Record<FilterKind, (filter: Filter, isForStaff: boolean) => any> = {
  choice: ({ values }) => vine.enum(Object.keys(values!)),
  user: ({ values }, isForStaff) =>
    isForStaff ? userReference({ orNone: values !== undefined }) : userInUrl(),
  words: () => searchWords(),
  part: () => searchText(),
  integer: ({ min }) => wholeInUrl(min!, Number.MAX_SAFE_INTEGER),
  time: () => moment(),
  text: ({ pattern }) => vine.string().regex(pattern!),
  uuid: () => vine.string().uuid(),
  role: () => roleName(),
  tags: () => tagsInUrl(),
  data: () => dataInUrl(),
}

const MAX_VALUES = 3
const MAX_VALUE_CHARACTERS = 200

const dataValues = vine.createRule((value, _, field) => {
  const values = isObject(value) ? Object.values(value) : []
  const isRight = (one: unknown) =>
    typeof one === 'string' &&
    one.length <= MAX_VALUE_CHARACTERS &&
    one.isWellFormed() &&
    !one.includes('\u0000')
  if (values.length > 0 && values.length <= MAX_VALUES && values.every(isRight)) return
  field.report(
    `{{ field }} takes up to ${MAX_VALUES} members, each once: data.place=Berlin.`,
    'data',
    field
  )
})

const dataInUrl = () =>
  vine
    .any()
    .use(dataValues())
    .meta({ type: 'object', additionalProperties: { type: 'string' } })

const notes: Partial<Record<FilterKind, (filter: Filter, isForStaff: boolean) => string>> = {
  user: ({ values }, isForStaff) => {
    const ways = isForStaff
      ? ['id', '`@username`', '`me`', 'e-mail (with `users.read_private`)']
      : ['id', '`@username`', '`me`']
    return `: ${ways.join(', ')}${isForStaff && values ? '; `none`: without a user' : ''}`
  },
  words: () =>
    ', in any script and as in a search engine: `"phrase" -not or`. Case, width, accents and vowel marks don’t matter; a search without a word, a number or an emoji is 422',
}

function sortRule(sorts: Record<string, ListOrder>, first = Object.keys(sorts)[0]) {
  const told = Object.entries(sorts).map(([name, { description, needs }]) => {
    const isDefault = name === first ? ', the default' : ''
    const condition = needs ? `, the default with \`${needs}\`, which it needs` : ''
    return `\`${name}\` (${description}${isDefault}${condition})`
  })
  return vine
    .enum(Object.keys(sorts))
    .use(needed({ sorts }))
    .optional()
    .meta({ description: `The order: ${told.join(', ')}.` })
}

const needed = vine.createRule<{ sorts: Record<string, ListOrder> }>((value, { sorts }, field) => {
  const needs = sorts[value as string]?.needs
  if (!needs || String(field.parent[needs] ?? '').trim()) return
  field.report(`{{ field }} can be ${value} with a ${needs} only.`, `${needs}_only`, field)
})
