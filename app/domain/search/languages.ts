import { createRequire } from 'node:module'
import { withoutMarks } from '#domain/search/fold'

type Stem = (word: string) => string

export interface Language {
  script: RegExp
  stem: Stem
  stopWords: string[]
}

/** Languages of one script: ISO 639-1 codes, and names in the packages of stemmers and stop words. */
const inScript = <Code extends string>(script: RegExp, names: Record<Code, string>) =>
  Object.fromEntries(
    Object.entries<string>(names).map(([code, name]) => [code, { script, name }])
  ) as Record<Code, { script: RegExp; name: string }>

const known = {
  ...inScript(/\p{Script=Arabic}/u, { ar: 'arabic' }),
  ...inScript(/\p{Script=Armenian}/u, { hy: 'armenian' }),
  ...inScript(/\p{Script=Cyrillic}/u, { bg: 'bulgarian', ru: 'russian', uk: 'ukrainian' }),
  ...inScript(/[\p{Script=Latin}\p{Script=Cyrillic}]/u, { sr: 'serbian' }),
  ...inScript(/\p{Script=Devanagari}/u, { hi: 'indian', ne: 'nepali' }),
  ...inScript(/\p{Script=Greek}/u, { el: 'greek' }),
  ...inScript(/\p{Script=Tamil}/u, { ta: 'tamil' }),
  ...inScript(/\p{Script=Latin}/u, {
    da: 'danish',
    de: 'german',
    en: 'english',
    es: 'spanish',
    fi: 'finnish',
    fr: 'french',
    ga: 'irish',
    hu: 'hungarian',
    id: 'indonesian',
    it: 'italian',
    lt: 'lithuanian',
    nl: 'dutch',
    no: 'norwegian',
    pt: 'portuguese',
    ro: 'romanian',
    sv: 'swedish',
    tr: 'turkish',
  }),
}

export type LanguageCode = keyof typeof known

export const languageCodes = Object.keys(known).sort() as LanguageCode[]

export const isLanguageCode = (code: string): code is LanguageCode => Object.hasOwn(known, code)

/** Norwegian has two written languages, and one stemmer. */
const others: Record<string, LanguageCode> = { nb: 'no', nn: 'no' }

/** The language whose stemmer fits a BCP 47 tag, if there is one. */
export function languageCodeOf(tag: string): LanguageCode | undefined {
  const [code] = tag.toLowerCase().split('-')
  return isLanguageCode(code) ? code : others[code]
}

const load = createRequire(import.meta.url)

/** A language, loaded on first use: all of them take megabytes. */
export function languageOf(code: LanguageCode): Language {
  const { script, name } = known[code]
  const { stemmer } = load(`@orama/stemmers/${name}`) as { stemmer: Stem }
  const { stopwords } = load(`@orama/stopwords/${name}`) as { stopwords: string[] }
  // Porter's algorithm expects plain letters; all other stemmers expect accents.
  const stem: Stem = code === 'en' ? (word) => stemmer(withoutMarks(word)) : stemmer
  return { script, stem, stopWords: code === 'en' ? [...stopwords, 'a'] : stopwords }
}
