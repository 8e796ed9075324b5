import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Analysis } from '#domain/search/analysis'
import { plain } from '#domain/search/fold'
import { wordsIn } from '#domain/search/words'

/** PostgreSQL's limit. */
const MAX_POSITION = 16_383

/** The longest Chinese post has about 15 000 pairs. PostgreSQL would take a second for 50 000. */
const MAX_FORMS = 20_000

/** PostgreSQL keeps 255 positions of a word, which take up to this many characters. */
const MAX_POSITIONS_LENGTH = 1530

/** A turn takes a millisecond or two. */
const TERMS_PER_TURN = 1000

interface Text {
  title: string
  content: string
}

/** The text of a post's `tsvector`: terms of the title weigh A, those of the content B. */
export function vectorOf(post: Text, analysis: Analysis): string {
  const turns = index(post, analysis)
  let turn = turns.next()
  while (!turn.done) turn = turns.next()
  return turn.value
}

/** The same in several turns of the event loop, for long posts. */
export async function vectorOverTurns(post: Text, analysis: Analysis): Promise<string> {
  const turns = index(post, analysis)
  let turn = turns.next()
  while (!turn.done) {
    await nextTurn()
    turn = turns.next()
  }
  return turn.value
}

function* index({ title, content }: Text, analysis: Analysis): Generator<undefined, string> {
  const vector = new Vector()
  for (const word of wordsIn(plain(title))) {
    for (const { forms } of analysis.terms(word)) vector.add(forms, 'A')
  }
  vector.part()
  let count = 0
  for (const word of wordsIn(plain(content))) {
    for (const { forms } of analysis.terms(word)) {
      vector.add(forms, 'B')
      if (++count % TERMS_PER_TURN === 0) yield
    }
  }
  return vector.toString()
}

class Vector {
  #positions = new Map<string, string>()
  #position = 0

  add(forms: string[], weight: 'A' | 'B') {
    // After the last position they start again, and phrases are found there too.
    this.#position = (this.#position % MAX_POSITION) + 1
    for (const form of forms) this.#put(form, this.#position + weight)
  }

  /** No phrase spans title and content. */
  part() {
    this.#position++
  }

  #put(form: string, position: string) {
    const before = this.#positions.get(form)
    if (before === undefined) {
      if (this.#positions.size < MAX_FORMS) this.#positions.set(form, position)
    } else if (before.length < MAX_POSITIONS_LENGTH) {
      this.#positions.set(form, `${before},${position}`)
    }
  }

  toString() {
    let text = ''
    for (const [form, positions] of this.#positions) text += `'${form}':${positions} `
    return text
  }
}
