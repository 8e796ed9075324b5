import cache from '#cache/cache'
import { run } from '#db/statement'
import { searchIn, siteLanguage } from '#domain/search/site'

/** Invalidated by the first post in a language. */
const languagesTag = 'languages'

const LIFETIME_MS = 60_000

/** Reads one row of the index for each language. */
const usedLanguages = `
  with recursive used as (
    (select language from posts where visible order by language limit 1)
    union all
    select (
      select language from posts where visible and posts.language > used.language
      order by language limit 1
    )
    from used where used.language is not null
  )
  select language from used where language is not null`

const languagesOfPosts = (): Promise<string[]> =>
  cache.remember('languages', { tags: [languagesTag], ttl: LIFETIME_MS, stale }, async () => {
    const rows = await run<{ language: string }>({ name: '', text: usedLanguages, values: [] })
    return rows.map(({ language }) => language)
  })

const stale = { unless: [], mark: (languages: string[]) => languages }

/** Searches then have the word forms of all languages of posts. */
export async function learnLanguages(): Promise<void> {
  searchIn(await languagesOfPosts())
}

/** After a post in this language, searches in every worker know it. */
export async function noteLanguage(language: string): Promise<void> {
  if (language === siteLanguage()) return
  // The write must not fail by this.
  const known = await languagesOfPosts().catch((): string[] => [])
  if (!known.includes(language)) await cache.invalidate(languagesTag)
}
