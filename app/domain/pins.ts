/** Where a post is pinned: in the lists of its author, or of the site. */
export type Pin = 'author' | 'site'

/** The limit of the site, and of each author. */
export const MAX_PINNED = 5
