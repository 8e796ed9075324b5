import { createRequire } from 'node:module'
import { MAX_SLUG_LENGTH } from '#domain/slug_shape'

/** The slug of a title without a letter, a digit or an emoji. */
const NAMELESS = 'post'

const onlyAscii = /^[\0-\x7F]*$/
const ideograph = /\p{Script=Han}/gu
/** `slugify` knows them better, some by language: `ü` is `ue` in German, and `u` in Turkish. */
const elsewhere =
  /[^\0-\x7F\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Armenian}\p{Script=Georgian}]+/gu

const load = createRequire(import.meta.url)

/** Loaded for the first title that needs them: their tables take three megabytes of memory. */
const libraries = () =>
  (loaded ??= {
    anyAscii: load('any-ascii').default,
    slugify: load('@sindresorhus/slugify').default,
  })

let loaded:
  | { anyAscii: (text: string) => string; slugify: (text: string, options: object) => string }
  | undefined

/** The slug of a title in any script, cut after a word. @param language a BCP 47 tag */
export function slugOf(title: string, language?: string): string {
  // Library calls take 50 to 200 µs, so an English title does without.
  const ascii = onlyAscii.test(title) ? title : asciiOf(title, language)
  const words = ascii
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return shortened(words) || NAMELESS
}

function asciiOf(title: string, language?: string): string {
  const { anyAscii, slugify } = libraries()
  const known = title
    .replace(/[‘’]/g, '')
    .replace(ideograph, (sign) => ` ${anyAscii(sign)} `)
    .replace(elsewhere, anyAscii)
  return slugify(known, { decamelize: false, locale: language })
}

function shortened(words: string): string {
  if (words.length <= MAX_SLUG_LENGTH) return words
  const end = words.lastIndexOf('-', MAX_SLUG_LENGTH)
  return words.slice(0, end > 0 ? end : MAX_SLUG_LENGTH)
}
