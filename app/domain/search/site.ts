import config from '@adonisjs/core/services/config'
import { LRUCache } from 'lru-cache'
import { Analysis } from '#domain/search/analysis'
import { languageCodeOf, type LanguageCode } from '#domain/search/languages'
import { queryOf, type Query } from '#domain/search/query'
import { vectorOf, vectorOverTurns } from '#domain/search/vector'

/** The language of a post that names none. */
export const siteLanguage = () => config.get<LanguageCode>('search.language')

const analyses = new Map<string, Analysis>()

function analysisWith(languages: readonly LanguageCode[]): Analysis {
  const others = [...new Set(languages)].sort()
  const known = analyses.get(others.join()) ?? new Analysis(siteLanguage(), others)
  analyses.set(others.join(), known)
  return known
}

export const siteAnalysis = () => analysisWith([])

interface Text {
  title: string
  content: string
  /** A BCP 47 tag; the language of the site by default. */
  language?: string
}

export interface Indexed {
  search: string
  searchVersion: number
}

function analysisOf({ language = siteLanguage() }: Text): Analysis {
  const code = languageCodeOf(language)
  return analysisWith(code === undefined || code === siteLanguage() ? [] : [code])
}

/** Indexes a post; a long post takes several turns of the event loop. */
export async function indexed(post: Text): Promise<Indexed> {
  const search = await vectorOverTurns(post, analysisOf(post))
  return { search, searchVersion: siteAnalysis().version }
}

/** Indexes a post in one turn, for jobs where nothing else waits for the event loop. */
export const indexedAtOnce = (post: Text): Indexed => ({
  search: vectorOf(post, analysisOf(post)),
  searchVersion: siteAnalysis().version,
})

/** Validators and each page of results parse the same search. */
const read = new LRUCache<string, { query: Query | null }>({ max: 100 })

let searched: LanguageCode[] = []

/** Searches have the word forms of these languages too. @param tags BCP 47 */
export function searchIn(tags: string[]): void {
  const codes = tags.map(languageCodeOf).filter((code) => code !== undefined)
  const languages = [...new Set(codes)].sort()
  if (String(languages) === String(searched)) return
  searched = languages
  analyses.clear()
  read.clear()
}

/** The error if {@link readSearch} returns null. */
export const nothingToFind = 'needs a word, a number or an emoji to look for.'

export function readSearch(asked: string): Query | null {
  const known = read.get(asked) ?? { query: queryOf(asked, analysisWith(searched)) }
  read.set(asked, known)
  return known.query
}
