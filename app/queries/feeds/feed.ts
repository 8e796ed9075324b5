/** A page of posts for the readers of feeds. Each text is one that XML can write. */
export interface Feed {
  title: string
  description: string | null
  language: string
  /** The page that shows the same to people. */
  home: string
  self: string
  first: string
  next: string | null
  /** The last change of its entries. */
  updated: Date
  site: string
  entries: Entry[]
}

export interface Entry {
  /** Stays the same when the slug or the site's address changes. */
  id: string
  url: string
  /** Where the text first appeared, if elsewhere. */
  external?: string
  title: string
  summary: string
  /** Null: it is still being made. */
  html: string | null
  language: string
  /** The cover, once its copies are made. */
  picture: { url: string; width: number; height: number; alt: string | null } | null
  tags: { slug: string; url: string }[]
  /** Null once the account is erased. */
  author: { name: string; url: string } | null
  published: Date
  updated: Date
}
