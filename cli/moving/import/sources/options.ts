/** How a custom field becomes a member of `data`. */
export const metaKinds = ['text', 'number', 'boolean', 'list', 'json'] as const

export interface MetaRule {
  member: string
  kind: (typeof metaKinds)[number]
}

export interface SourceOptions {
  /** Whether pictures are fetched, or stay at their addresses. */
  media: 'fetch' | 'skip'
  /** Where the site is, or was. */
  site?: string
  /** Rules by the name of a custom field. */
  meta: ReadonlyMap<string, MetaRule>
  /** The file of a key of age, which opens passwords and factors; without it they are left out. */
  identity?: string
}
