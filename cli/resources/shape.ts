import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import { day, minute, moment, person, section } from '#cli/resources/texts'
import type { CliFacts, Member } from '#resources/definition/members'
import type { View } from '#resources/definition/view'

/** Texts for people, of members that need more than their value. */
export type Texts = Record<string, (row: any, output: Output) => unknown>

/** The columns of a list, as the definition has them. */
export const columnsOf = (view: View, texts: Texts = {}): Column[] =>
  arranged(view)
    .filter(({ cli }) => cli.column)
    .map(({ name, member, cli }) => ({
      title: labelOf(name, cli),
      text: (row) =>
        texts[name] ? texts[name](row, undefined as never) : inList(member, cli, row[name]),
      ...(member.kind === 'integer' && { align: 'right' as const }),
      ...(member.kind === 'time' && { isTime: true }),
      ...(cli.column === 'elastic' && { elastic: true }),
    }))

/** A line for each member, with the long texts below. */
export function detailsOf(view: View, row: any, output: Output, texts: Texts = {}): string {
  const shown = arranged(view).filter(({ cli }) => !cli.isHidden)
  const lines = shown.filter(({ cli }) => !cli.isBlock)
  const blocks = shown.filter(({ cli }) => cli.isBlock)
  return [
    output.pairs(
      lines.map(({ name, member, cli }) => [
        labelOf(name, cli),
        texts[name] ? texts[name](row, output) : inDetail(member, row[name]),
      ])
    ),
    ...blocks.map(({ name, cli }) => section(labelOf(name, cli), output.text(row[name] ?? ''))),
  ].join('')
}

interface Shown {
  name: string
  member: Member
  cli: CliFacts
}

/** The members that the command line shows, in its order. */
function arranged({ members }: View): Shown[] {
  const all = Object.entries(members).map(([name, member]) => ({
    name,
    member,
    cli: member.cli === false ? { isHidden: true } : (member.cli ?? {}),
  }))
  const isAnchored = ({ cli }: Shown) => cli.after !== undefined && cli.after in members
  const placed = all.filter((one) => !isAnchored(one))
  let left = all.filter(isAnchored)
  while (left.length > 0) {
    const next = left.find(({ cli }) => placed.some(({ name }) => name === cli.after)) ?? left[0]
    placed.splice(placed.findIndex(({ name }) => name === next.cli.after) + 1, 0, next)
    left = left.filter((one) => one !== next)
  }
  return placed
}

const labelOf = (name: string, { label }: CliFacts) =>
  label ?? `${name[0].toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`

function inList({ kind }: Member, { column }: CliFacts, value: any): unknown {
  if (kind === 'time') return column === 'day' ? day(value) : minute(value)
  return kind === 'object' ? person(value) : value
}

function inDetail({ kind }: Member, value: any): unknown {
  if (kind === 'time') return moment(value)
  return kind === 'object' ? person(value) : value
}
