import type { Output } from '#cli/output/output'
import { plain } from '#cli/output/plain'
import { columnsOf } from '#cli/resources/shape'
import { revision } from '#resources/revision'

export const pathOf = (post: string) => `/posts/${post}/revisions`

export const columns = columnsOf(revision.views.Revision)

/** Unchanged text is cut to its ends. */
const CONTEXT_CHARACTERS = 30

interface Part {
  kind: 'same' | 'added' | 'removed'
  text: string
}

interface Change {
  member: string
  before: unknown
  after: unknown
  parts: Part[]
}

interface Changes {
  since: number | null
  number: number
  changes: Change[]
}

/** The members that differ, each with its words: `[-gone-]{+new+}`. */
export function changesView({ since, number, changes }: Changes, output: Output): string {
  const first = since === null ? 'the first one that is left' : `since revision ${since}`
  const heading = `Revision ${number}, ${first}\n`
  if (changes.length === 0) return `${heading}Nothing differs\n`
  return heading + changes.map((change) => memberView(change, output)).join('')
}

function memberView({ member, before, after, parts }: Change, output: Output): string {
  const name = output.style('bold', plain(member))
  if (parts.length > 0) return `\n${name}\n${wordsView(parts, output)}\n`
  const lines = [
    ...(before === null ? [] : [output.style('red', `- ${textOf(before)}`)]),
    ...(after === null ? [] : [output.style('green', `+ ${textOf(after)}`)]),
  ]
  return `\n${name}\n${lines.join('\n')}\n`
}

const textOf = (value: unknown) => plain(typeof value === 'string' ? value : JSON.stringify(value))

const wordsView = (parts: Part[], output: Output) =>
  parts
    .map(({ kind, text }, at) => {
      if (kind === 'removed') return output.style('red', `[-${plain(text)}-]`)
      if (kind === 'added') return output.style('green', `{+${plain(text)}+}`)
      return plain(cut(text, { isFirst: at === 0, isLast: at === parts.length - 1 }))
    })
    .join('')

function cut(text: string, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  const characters = [...text]
  const begin = isFirst ? 0 : CONTEXT_CHARACTERS
  const end = isLast ? 0 : CONTEXT_CHARACTERS
  if (characters.length <= begin + end + 1) return text
  const kept = end === 0 ? [] : characters.slice(-end)
  return `${characters.slice(0, begin).join('')}…${kept.join('')}`
}
