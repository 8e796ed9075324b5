import env from '#start/env'
import { appUrl } from '#config/app'
import type { SiteLink } from '#domain/site_links'

export const description = env.get('SITE_DESCRIPTION')
export const rules = env.get('SITE_RULES')
export const contact = env.get('SITE_CONTACT')
export const termsUrl = env.get('SITE_TERMS_URL')

/** The address of this API, without a slash at its end. */
export const api = appUrl.replace(/(?<!\/)\/+$/, '')

/** Where feeds and sitemaps lead. */
export const links: Record<SiteLink, string> = {
  post: env.get('SITE_POST_URL') ?? `${api}/posts/{id}`,
  author: env.get('SITE_AUTHOR_URL') ?? `${api}/users/{id}`,
  tag: env.get('SITE_TAG_URL') ?? `${api}/tags/{slug}`,
}

/** A file of the sitemap has the posts of so many ids: at most 50 000 (sitemaps.org), and small enough for memory. */
export const sitemapIds = 10_000
