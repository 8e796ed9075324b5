import config from '@adonisjs/core/services/config'
import vine from '@vinejs/vine'
import { closest } from 'fastest-levenshtein'
import { knownSlugs } from '#queries/tags/known_slugs'
import { line } from '#validators/rules'
import { MAX_TAGS, tagSlug } from '#domain/tag'

/** A name that gives a slug. */
const named = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid || tagSlug(value)) return
  field.report('{{ field }} needs a letter or a digit.', 'slug', field)
})

/** With TAGS=curated, posts take only the tags of staff. */
const known = vine.createRule(
  async (value, _, field) => {
    if (typeof value !== 'string' || !field.isValid) return
    if (config.get('tags.mode') !== 'curated') return
    const slugs = await knownSlugs()
    const slug = tagSlug(value)
    if (slugs.has(slug)) return
    const advice = slugs.size > 0 ? `; the nearest is "${closest(slug, [...slugs])}"` : ''
    field.report(`There is no tag "${slug}"${advice}.`, 'exists', field)
  },
  { isAsync: true }
)

/** The tag need not exist yet. */
export const newTagName = (max: number) => line(max).use(named())

export const tagName = (max: number) => newTagName(max).use(known())

/** Slugs in one spelling, so that equal filters are equal texts. */
const listed = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid) return
  const slugs = value.split(',').map((name) => {
    const text = name.trim()
    return (text.startsWith('-') ? '-' : '') + tagSlug(text)
  })
  if (slugs.some((slug) => slug.length < 2 && !/[^-]/.test(slug))) {
    return field.report('Each tag of {{ field }} needs a letter or a digit.', 'slug', field)
  }
  if (slugs.length > MAX_TAGS) {
    return field.report(`{{ field }} takes up to ${MAX_TAGS} tags.`, 'max_length', field)
  }
  field.mutate([...new Set(slugs)].sort().join(), field)
})

/** Comma-separated, or one parameter each. */
export const tagsInUrl = () =>
  vine
    .string()
    .parse((value) => (Array.isArray(value) ? value.join() : value))
    .maxLength(1000)
    .use(listed())
