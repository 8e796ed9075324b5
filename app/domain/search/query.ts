import type { Analysis, Term } from '#domain/search/analysis'
import { plain } from '#domain/search/fold'
import { wordsIn } from '#domain/search/words'

export interface Query {
  text: string
  /** The search terms without the negated ones. */
  forms: string[]
}

interface Phrase {
  terms: { term: Term; place: number }[]
  isNegated: boolean
  /** Whether it is without quotes, and all its words are stop words. */
  isOfStopWords: boolean
}

/** Parses `word "a phrase" -not or`. Null without terms. Stop words count only if there are no other words. */
export function queryOf(asked: string, analysis: Analysis): Query | null {
  const alternatives = withoutStopWords(read(asked, analysis))
  if (alternatives.length === 0) return null
  const wanted = alternatives.flat().filter(({ isNegated }) => !isNegated)
  return {
    text: alternatives.map((phrases) => phrases.map(textOf).join(' & ')).join(' | '),
    forms: wanted.flatMap(({ terms }) => terms.flatMap(({ term }) => term.forms)),
  }
}

const quotes = /[“”„‟«»]/g
/** Hebrew abbreviations contain a quote. */
const quoteInWord = /(?<=\p{L})"(?=\p{L})/gu
const parts = /(-?)("[^"]*"?|[^\s"]+)/g

function read(asked: string, analysis: Analysis): Phrase[][] {
  const text = plain(asked).replace(quotes, '"').replace(quoteInWord, "'")
  const alternatives: Phrase[][] = [[]]
  const all = [...text.matchAll(parts)]
  for (const [index, [part, minus, words]] of all.entries()) {
    const phrases = alternatives.at(-1)!
    const isOperator = part === 'or' && phrases.length > 0 && index < all.length - 1
    if (isOperator) alternatives.push([])
    else phrases.push(...phrasesIn(words, minus !== '', analysis))
  }
  return alternatives.filter((phrases) => phrases.length > 0)
}

function phrasesIn(words: string, isNegated: boolean, analysis: Analysis): Phrase[] {
  const all = wordsIn(words).flatMap((word) => [...analysis.terms(word)])
  const onlyStopWords = all.every(({ kind }) => kind === 'stop word')
  const terms = all
    .map((term, place) => ({ term, place }))
    .filter(({ term }) => onlyStopWords || term.kind !== 'stop word')
    .filter(({ term, place }) => !endsPair(term, all[place - 1]))
  const isOfStopWords = onlyStopWords && !words.startsWith('"')
  return terms.length > 0 ? [{ terms, isNegated, isOfStopWords }] : []
}

/** The pair already contains the last letter of a run. */
const endsPair = ({ kind, forms }: Term, before: Term | undefined) =>
  kind === 'letter' && before?.kind === 'pair' && before.forms[0].endsWith(forms[0])

function withoutStopWords(alternatives: Phrase[][]): Phrase[][] {
  const rules = [
    { counts: (phrase: Phrase) => !phrase.isOfStopWords, isNegatedEnough: false },
    {
      counts: (phrase: Phrase) => !phrase.isNegated || !phrase.isOfStopWords,
      isNegatedEnough: true,
    },
  ]
  const phrases = alternatives.flat()
  const rule = rules.find(({ counts, isNegatedEnough }) =>
    phrases.some((phrase) => counts(phrase) && (isNegatedEnough || !phrase.isNegated))
  )
  if (!rule) return alternatives
  return alternatives.map((some) => some.filter(rule.counts)).filter((some) => some.length > 0)
}

function textOf({ terms, isNegated }: Phrase): string {
  const text = terms
    .map(({ term, place }, index) => {
      const distance = index > 0 && place - terms[index - 1].place
      return distance ? `<${distance}> ${formsOf(term)}` : formsOf(term)
    })
    .join(' ')
  return isNegated ? `!(${text})` : `(${text})`
}

function formsOf({ kind, forms }: Term): string {
  if (kind === 'letter') return `'${forms[0]}':*`
  return forms.length === 1 ? `'${forms[0]}'` : `(${forms.map((form) => `'${form}'`).join(' | ')})`
}
