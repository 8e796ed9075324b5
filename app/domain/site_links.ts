/** Where a site shows posts, authors and tags: addresses with names in braces. */
export const siteLinks = {
  post: {
    example: 'https://site.example/{type}/{slug}',
    names: ['type', 'slug', 'id', 'language'],
  },
  author: { example: 'https://site.example/people/{username}', names: ['username', 'id'] },
  tag: { example: 'https://site.example/tags/{slug}', names: ['slug'] },
} as const

export type SiteLink = keyof typeof siteLinks

/** One of these tells what an address shows from all others. */
const TELLING = ['slug', 'id', 'username']

export const MAX_LINK_CHARACTERS = 500

const inBraces = /\{([^{}]*)\}/g

/** Whether a text is an address of the web, with names that its link knows, and one that tells which. */
export function isSiteLink(text: string, kind: SiteLink): boolean {
  const known: readonly string[] = siteLinks[kind].names
  const names = [...text.matchAll(inBraces)].map(([, name]) => name)
  const filled = text.replace(inBraces, 'x')
  return (
    text.length <= MAX_LINK_CHARACTERS &&
    names.every((name) => known.includes(name)) &&
    names.some((name) => TELLING.includes(name)) &&
    !/[\s{}<>"\\^`|]/.test(filled) &&
    /^https?:$/.test(URL.parse(filled)?.protocol ?? '')
  )
}

/** Puts the values into an address. */
export const fillLink = (link: string, values: Readonly<Record<string, string | number>>): string =>
  link.replace(inBraces, (_, name) => encodeURIComponent(values[name]))
