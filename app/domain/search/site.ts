import config from '@adonisjs/core/services/config'
import { LRUCache } from 'lru-cache'
import { Analysis } from '#domain/search/analysis'
import type { LanguageCode } from '#domain/search/languages'
import { queryOf, type Query } from '#domain/search/query'
import { vectorOf, vectorOverTurns } from '#domain/search/vector'

/** What posts are indexed by, and searches read by, in the language of the site. */
let analysis: Analysis | undefined

export const siteAnalysis = () =>
  (analysis ??= new Analysis(config.get<LanguageCode>('search.language')))

interface Text {
  title: string
  content: string
}

/** What a post is found by, as its row keeps it. */
export interface Indexed {
  search: string
  searchVersion: number
}

/** Indexes a post; a long one over several turns of the event loop. */
export async function indexed(post: Text): Promise<Indexed> {
  const search = await vectorOverTurns(post, siteAnalysis())
  return { search, searchVersion: siteAnalysis().version }
}

/** Indexes a post at once, where nothing else waits for the event loop. */
export const indexedAtOnce = (post: Text): Indexed => ({
  search: vectorOf(post, siteAnalysis()),
  searchVersion: siteAnalysis().version,
})

/** The pages of a search read it again, and so do the rules before its first page. */
const read = new LRUCache<string, { query: Query | null }>({ max: 100 })

/** What is wrong with a search that {@link readSearch} gives null for. */
export const nothingToFind = 'needs a word, a number or an emoji to look for.'

/** A search as typed; null where it has nothing to look for. */
export function readSearch(asked: string): Query | null {
  const known = read.get(asked) ?? { query: queryOf(asked, siteAnalysis()) }
  read.set(asked, known)
  return known.query
}
