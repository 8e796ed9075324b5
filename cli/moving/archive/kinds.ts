/**
 * The kinds of an archive, in the order of an import: a row names only rows of kinds before it, and comments name
 * comments. `files` has each content once, and stands after the bytes; `media` has what users say of them.
 */
export const kinds = [
  'types',
  'tags',
  'users',
  'files',
  'media',
  'posts',
  'revisions',
  'comments',
  'votes',
  'collections',
  'redirects',
] as const

export type Kind = (typeof kinds)[number]

/** What an import counts: passwords and factors are encrypted, and no kind that archives are compared by. */
export const rowKinds = [...kinds, 'credentials'] as const

export type RowKind = (typeof rowKinds)[number]

export const CREDENTIALS_FILE = 'credentials.jsonl.age'

export const fileOf = (kind: Kind) => `${kind}.jsonl`

export const MANIFEST_FILE = 'manifest.json'

/** Whether texts of a kind have references to files in the place of their addresses. */
export const mayNameMedia = (kind: RowKind) =>
  kind !== 'credentials' && kinds.indexOf(kind) > kinds.indexOf('media')
