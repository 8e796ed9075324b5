import { setImmediate as endOfTurn } from 'node:timers/promises'
import { diffArrays } from 'diff'

export interface TextPart {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Myers' algorithm takes quadratic time: 20 ms for this many. A passage with more counts as replaced. */
const MAX_CHANGES = 200

/** Scripts without spaces between words count by character. */
const WORDS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[\p{L}\p{N}\p{M}]+|\s+|./gsu

const wordsOf = (text: string): string[] => text.match(WORDS) ?? []

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** The changed words of a text, without a hold-up of the event loop. Only within changed lines are words compared. */
export async function textChanges(before: string, after: string): Promise<TextPart[]> {
  const parts: TextPart[] = []
  const lines = changesOf(linesOf(before), linesOf(after))
  for (let index = 0; index < lines.length; index++) {
    const [removed, added] = [lines[index], lines[index + 1]]
    if (removed.kind === 'removed' && added?.kind === 'added') {
      await endOfTurn()
      parts.push(...changesOf(wordsOf(removed.text), wordsOf(added.text)))
      index++
    } else parts.push(removed)
  }
  return joined(parts)
}

function changesOf(before: string[], after: string[]): TextPart[] {
  const changes = diffArrays(before, after, { maxEditLength: MAX_CHANGES })
  if (!changes) {
    return [
      { kind: 'removed', text: before.join('') },
      { kind: 'added', text: after.join('') },
    ]
  }
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }))
}

function joined(parts: TextPart[]): TextPart[] {
  const all: TextPart[] = []
  for (const part of parts.filter(({ text }) => text !== '')) {
    const last = all.at(-1)
    if (last?.kind === part.kind) last.text += part.text
    else all.push({ ...part })
  }
  return all
}
