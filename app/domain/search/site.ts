import config from '@adonisjs/core/services/config'
import { LRUCache } from 'lru-cache'
import { Analysis } from '#domain/search/analysis'
import type { LanguageCode } from '#domain/search/languages'
import { queryOf, type Query } from '#domain/search/query'
import { vectorOf, vectorOverTurns } from '#domain/search/vector'

let analysis: Analysis | undefined

export const siteAnalysis = () =>
  (analysis ??= new Analysis(config.get<LanguageCode>('search.language')))

interface Text {
  title: string
  content: string
}

export interface Indexed {
  search: string
  searchVersion: number
}

/** Indexes a post; a long post takes several turns of the event loop. */
export async function indexed(post: Text): Promise<Indexed> {
  const search = await vectorOverTurns(post, siteAnalysis())
  return { search, searchVersion: siteAnalysis().version }
}

/** Indexes a post in one turn, for jobs where nothing else waits for the event loop. */
export const indexedAtOnce = (post: Text): Indexed => ({
  search: vectorOf(post, siteAnalysis()),
  searchVersion: siteAnalysis().version,
})

/** Validators and each page of results parse the same search. */
const read = new LRUCache<string, { query: Query | null }>({ max: 100 })

/** The error if {@link readSearch} returns null. */
export const nothingToFind = 'needs a word, a number or an emoji to look for.'

/** Parses a search; null without search terms. */
export function readSearch(asked: string): Query | null {
  const known = read.get(asked) ?? { query: queryOf(asked, siteAnalysis()) }
  read.set(asked, known)
  return known.query
}
