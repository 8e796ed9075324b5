import { plain, withoutMarks } from '#domain/search/fold'
import { languageOf, type Language, type LanguageCode } from '#domain/search/languages'
import { kindOf, pairsIn, wordsIn } from '#domain/search/words'

/** Raise it when the same text gives other terms: Plaza then reindexes every post. */
const REVISION = 2

const MAX_REMEMBERED = 5000

export interface Term {
  forms: string[]
  /** Scripts without spaces are found by pairs of letters; the last letter of a run is a term too. */
  kind: 'word' | 'stop word' | 'pair' | 'letter'
}

/** Splits texts into terms, on every database alike. Stems English, Russian and the languages that it is given. */
export class Analysis {
  /** Changes with the language and the revision. */
  readonly version: number

  #languages: Language[]
  #stopWords: Set<string>
  #remembered = new Map<string, Term[]>()

  /** @param others give word forms and no stop words: `die` means something in English */
  constructor(language: LanguageCode, others: readonly LanguageCode[] = []) {
    this.version = REVISION * 10_000 + Number.parseInt(language, 36)
    const main = new Set<LanguageCode>(['en', 'ru', language])
    this.#languages = [...main.union(new Set(others))].map(languageOf)
    this.#stopWords = new Set(
      [...main].map(languageOf).flatMap(({ stopWords }) => stopWords.flatMap(partsOf))
    )
  }

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
