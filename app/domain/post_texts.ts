import { excerptOf, type ContentFormat } from '#domain/excerpt'
import { indexed } from '#domain/search/site'
import { slugOf } from '#domain/slug'

interface Texts {
  title: string
  content: string
  contentFormat: ContentFormat
  language: string
  slug?: string | null
  excerpt?: string | null
}

/** The derived members of a new post: search index, and slug and excerpt unless they are given. */
export async function madeOf({ slug, excerpt, ...post }: Texts) {
  return {
    ...(await indexed(post)),
    slug: slug ?? slugOf(post.title, post.language),
    slugGiven: typeof slug === 'string',
    excerpt: excerpt ?? (await excerptOf(post)),
    excerptGiven: typeof excerpt === 'string',
  }
}
