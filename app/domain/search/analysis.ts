import { plain, withoutMarks } from '#domain/search/fold'
import { languageOf, type Language, type LanguageCode } from '#domain/search/languages'
import { kindOf, pairsIn, wordsIn } from '#domain/search/words'

/** Raise it when the same text gives other terms: every post is indexed anew then. */
const REVISION = 1

/** How many words it remembers the forms of: most texts have few that others have not. */
const MAX_REMEMBERED = 5000

export interface Term {
  /** What it is found by, any of them. */
  forms: string[]
  /** Scripts without spaces are found by pairs of letters; the last letter of a run stands alone. */
  kind: 'word' | 'stop word' | 'pair' | 'letter'
}

/**
 * Takes texts apart into terms, in the same way on every database. English word forms meet in Latin script,
 * Russian ones in Cyrillic, and those of the language of the site.
 */
export class Analysis {
  /** Of this way to take texts apart: another language is another way. */
  readonly version: number

  #languages: Language[]
  #stopWords: Set<string>
  #remembered = new Map<string, Term[]>()

  constructor(language: LanguageCode) {
    this.version = REVISION * 10_000 + Number.parseInt(language, 36)
    this.#languages = [...new Set<LanguageCode>(['en', 'ru', language])].map(languageOf)
    this.#stopWords = new Set(
      this.#languages.flatMap(({ stopWords }) => stopWords.flatMap(partsOf))
    )
  }

  /** The terms of one of the words of a text ({@link wordsIn}). */
  terms(word: string): Iterable<Term> {
    const known = this.#remembered.get(word)
    if (known) return known
    const kind = kindOf(word)
    if (kind === 'run') return termsOfRun(word)
    const terms =
      kind === 'other' ? [{ forms: [word], kind: 'word' as const }] : this.#analyse(word)
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear()
    this.#remembered.set(word, terms)
    return terms
  }

  #analyse(word: string): Term[] {
    const folded = withoutMarks(word)
    if (!folded) return []
    if (this.#stopWords.has(folded)) return [{ forms: [folded], kind: 'stop word' }]
    const stems = this.#languages
      .filter(({ script }) => script.test(word))
      .map(({ stem }) => withoutMarks(stem(word)) || folded)
    return [{ forms: stems.length > 0 ? [...new Set(stems)] : [folded], kind: 'word' }]
  }
}

function* termsOfRun(run: string): Generator<Term> {
  for (const pair of pairsIn(withoutMarks(run)))
    yield { forms: [pair], kind: isLetter(pair) ? 'letter' : 'pair' }
}

const isLetter = (pair: string) => pair.length <= 2 && [...pair].length === 1

const partsOf = (text: string) => wordsIn(plain(text)).map(withoutMarks)
