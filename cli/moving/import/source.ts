import type { RowKind } from '#cli/moving/archive/kinds'

/** A row of an archive: its members are those of the export. Ids are those of the source. */
export type Row = Record<string, any>

/** What a source has in one place. */
export interface Entry {
  kind: RowKind
  /** Where it stands, for the receipt: `posts.jsonl:12`. */
  place: string
  /** The row, or its JSON text. */
  row?: Row
  text?: string
  /** Why it is no row. */
  wrong?: string
  /** What of it can't be kept. */
  notes?: string[]
  /** It has only notes, or bytes, and counts as no row. */
  isNote?: boolean
  /** A file of media, which must be read before the next entry. */
  bytes?: MediaBytes
  /** Pictures of a post that are to be fetched; of a row of media its own one. */
  pictures?: Picture[]
  /** The post here that gets the content of the row, which is its own one with fetched pictures. */
  here?: PostHere
}

/** A post that an earlier import has brought. */
export interface PostHere {
  id: number
  content: string
}

/** A picture on the Web. */
export interface Picture {
  /** Its address as the text has it. */
  written: string
  url: string
  alt: string | null
  /** What the library of the site has below it. */
  caption?: string | null
}

export interface MediaBytes {
  /** `{digest of the upload}/{what it is}.{extension}` */
  path: string
  chunks: AsyncIterable<Uint8Array>
}

export const formats = ['plaza', 'markdown', 'wordpress', 'ghost', 'csv-users'] as const

export type Format = (typeof formats)[number]

/** A file or folder to import from. */
export interface Source {
  format: Format
  /** Names the site that its ids are of. The same site again doubles nothing. */
  id: string
  /** Of the contents, so that `--resume` finds its import. */
  digest: string
  /** Whether ids are those of a Plaza, and kept where they are free. */
  keepsIds: boolean
  /** Rows after those that they name, the same at each reading. */
  entries(): AsyncGenerator<Entry>
  close(): Promise<void>
  /** Its number of rows, if that is known. */
  expected?: number
  /** Its files that are not as its manifest says: edited ones, or damaged ones. */
  damaged?: string[]
}
