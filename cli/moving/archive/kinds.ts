/**
 * The kinds of an archive, in the order of an import: a row names only rows of kinds before it, and comments name
 * comments. Media would come before posts.
 */
export const kinds = [
  'types',
  'tags',
  'users',
  'posts',
  'revisions',
  'comments',
  'votes',
  'collections',
  'redirects',
] as const

export type Kind = (typeof kinds)[number]

export const fileOf = (kind: Kind) => `${kind}.jsonl`

export const MANIFEST_FILE = 'manifest.json'
