import { createRequire } from 'node:module'
import type slugify from 'slugify'
import { normalise } from '#domain/text'

/** The setting TAGS: all authors make new tags, or staff alone. */
export type Tagging = 'open' | 'curated'

export const MAX_TAGS = 20
export const MAX_NAME_CHARACTERS = 50
/** A transliteration is longer than its name. */
const MAX_SLUG_CHARACTERS = 100

export interface AskedTag {
  slug: string
  name: string
}

/** `City Life` is `city-life`, `C#` is `c-sharp`, `#Über` is `uber`. Empty without a letter and a digit. */
export function tagSlug(name: string): string {
  const words = normalise(name, 'NFKC')
    .toLowerCase()
    .replace(/^\s*#+/, '')
    .replace(/['’]/g, '')
    .replace(/[&+#]/g, (sign) => ` ${spelled[sign]} `)
    .match(/[\p{L}\p{M}\p{N}]+/gu)
  const slug = (words ?? []).map(transliterated).filter(Boolean).join('-')
  return [...slug]
    .slice(0, MAX_SLUG_CHARACTERS)
    .join('')
    .replace(/(?<!-)-+$/, '')
}

const spelled: Record<string, string> = { '&': 'and', '+': 'plus', '#': 'sharp' }

const transliterated = (word: string) =>
  [...word.normalize('NFC')].map((letter) => letters(letter) || letter).join('')

const letters = (letter: string) => library()(letter, { lower: true, strict: true })

const load = createRequire(import.meta.url)
let loaded: typeof slugify | undefined

/** Loaded for the first tag: most commands make none. */
const library = (): typeof slugify => (loaded ??= load('slugify') as typeof slugify)

/** The tags of these names, each once. The first spelling names a new one. */
export function askedTags(names: readonly string[]): AskedTag[] {
  const tags = new Map<string, AskedTag>()
  for (const name of names) {
    const slug = tagSlug(name)
    if (!tags.has(slug)) tags.set(slug, { slug, name: name.replace(/^\s*#+\s*/, '') })
  }
  return [...tags.values()]
}
