/* Prints what the studio knows of lists, of the content of posts, of permissions and of webhooks, from the definitions. */

import { contentOf } from '#resources/definition/content'
import type { Filter } from '#resources/definition/filters'
import type { Member } from '#resources/definition/members'
import type { View } from '#resources/definition/view'
import { lists } from '#resources/lists'
import { media } from '#resources/media'
import { post } from '#resources/post'
import { crops, SET_ASIDE_DAYS } from '#domain/media'
import { staffPermissions } from '#domain/permissions'
import { webhookTypes } from '#domain/webhook'

/** Lists without saved views. */
const others = {
  own_posts: post.views.Post,
  media: media.views.StaffMedia,
  own_media: media.views.OwnMedia,
}

const described = Object.entries({ ...lists, ...others }).map(([name, view]) => [
  name,
  { columns: columnsOf(view), filters: filtersOf(view) },
])

process.stdout.write(
  JSON.stringify({
    lists: Object.fromEntries(described),
    content: fieldsOf(contentOf(post)),
    staffPermissions,
    webhookTypes,
    setAsideDays: SET_ASIDE_DAYS,
    crops: Object.fromEntries(Object.entries(crops).map(([name, { ratio }]) => [name, ratio])),
  })
)

/** The members that a cell can show. The list itself renders those of the kind `json`. */
function columnsOf({ members, shown }: View) {
  const columns = shown.flatMap((name) => {
    const member = members[name]
    const kind = kindOf(member)
    return kind ? [[name, { kind, label: labelOf(name, member), values: valuesOf(member) }]] : []
  })
  return Object.fromEntries(columns)
}

function kindOf({ kind, of, item, cli }: Member) {
  if (cli && cli.isBlock && !cli.column) return undefined
  if (kind === 'object') return of?.members.username ? 'person' : undefined
  if (kind === 'array') return item?.kind === 'text' ? 'list' : undefined
  return kind === 'list' ? undefined : kind
}

function filtersOf({ filters }: View) {
  const told = Object.entries<Filter>(filters).map(([name, { kind, values }]) => [
    name,
    { kind, values: kind === 'choice' ? Object.keys(values!) : undefined },
  ])
  return Object.fromEntries(told)
}

function fieldsOf(content: Record<string, Member>) {
  const fields = Object.entries(content).map(([name, member]) => {
    const { max, isMultiline } = member.writes!
    return [name, { kind: member.kind, label: labelOf(name, member), max, isMultiline }]
  })
  return Object.fromEntries(fields)
}

function labelOf(name: string, { cli }: Member) {
  return (cli && cli.label) || `${name[0].toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`
}

function valuesOf({ schema }: Member) {
  return (schema as { enum?: unknown[] } | undefined)?.enum
}
