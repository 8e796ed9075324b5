import cache from '#cache/cache'
import { run } from '#db/statement'
import { searchIn, siteLanguage } from '#domain/search/site'

/** Invalidated when a post is written in a language that no other post has. */
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

/** Lets searches know the word forms of all languages that posts are in. */
export async function learnLanguages(): Promise<void> {
  searchIn(await languagesOfPosts())
}

/** A post was written in a language: searches know it from now on, in every worker. */
export async function noteLanguage(language: string): Promise<void> {
  if (language === siteLanguage()) return
  // What is written must not fail by this.
  const known = await languagesOfPosts().catch((): string[] => [])
  if (!known.includes(language)) await cache.invalidate(languagesTag)
}
