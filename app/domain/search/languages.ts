import { createRequire } from 'node:module'
import { withoutMarks } from '#domain/search/fold'

type Stem = (word: string) => string

export interface Language {
  /** Of words that it is asked about. */
  script: RegExp
  stem: Stem
  stopWords: string[]
}

const latin = /\p{Script=Latin}/u
const cyrillic = /\p{Script=Cyrillic}/u

/** By code (ISO 639-1): the script, and the name in the packages of stemmers and stop words. */
const known = {
  ar: { script: /\p{Script=Arabic}/u, name: 'arabic' },
  bg: { script: cyrillic, name: 'bulgarian' },
  da: { script: latin, name: 'danish' },
  de: { script: latin, name: 'german' },
  el: { script: /\p{Script=Greek}/u, name: 'greek' },
  en: { script: latin, name: 'english' },
  es: { script: latin, name: 'spanish' },
  fi: { script: latin, name: 'finnish' },
  fr: { script: latin, name: 'french' },
  ga: { script: latin, name: 'irish' },
  hi: { script: /\p{Script=Devanagari}/u, name: 'indian' },
  hu: { script: latin, name: 'hungarian' },
  hy: { script: /\p{Script=Armenian}/u, name: 'armenian' },
  id: { script: latin, name: 'indonesian' },
  it: { script: latin, name: 'italian' },
  lt: { script: latin, name: 'lithuanian' },
  ne: { script: /\p{Script=Devanagari}/u, name: 'nepali' },
  nl: { script: latin, name: 'dutch' },
  no: { script: latin, name: 'norwegian' },
  pt: { script: latin, name: 'portuguese' },
  ro: { script: latin, name: 'romanian' },
  ru: { script: cyrillic, name: 'russian' },
  sr: { script: /[\p{Script=Latin}\p{Script=Cyrillic}]/u, name: 'serbian' },
  sv: { script: latin, name: 'swedish' },
  ta: { script: /\p{Script=Tamil}/u, name: 'tamil' },
  tr: { script: latin, name: 'turkish' },
  uk: { script: cyrillic, name: 'ukrainian' },
}

export type LanguageCode = keyof typeof known

/** The languages whose word forms can meet. */
export const languageCodes = Object.keys(known) as LanguageCode[]

export const isLanguageCode = (code: string): code is LanguageCode => Object.hasOwn(known, code)

const load = createRequire(import.meta.url)

/** A language, loaded only when it is asked for: all of them would take megabytes. */
export function languageOf(code: LanguageCode): Language {
  const { script, name } = known[code]
  const { stemmer } = load(`@orama/stemmers/${name}`) as { stemmer: Stem }
  const { stopwords } = load(`@orama/stopwords/${name}`) as { stopwords: string[] }
  // Porter's algorithm is that of plain letters; all others know their accents.
  const stem: Stem = code === 'en' ? (word) => stemmer(withoutMarks(word)) : stemmer
  return { script, stem, stopWords: code === 'en' ? [...stopwords, 'a'] : stopwords }
}
