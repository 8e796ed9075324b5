import pLimit from 'p-limit'
import db from '@adonisjs/lucid/services/db'
import { fetchPicture, type FetchedPicture } from '#cli/moving/import/pictures/fetch_picture'
import { Refusal } from '#cli/moving/import/pictures/refusal'
import { fileRow, referenceTo } from '#cli/moving/import/pictures/rows'
import { mediaRow } from '#cli/moving/import/sources/media_row'
import { targetsIn, withAddresses } from '#cli/moving/import/sources/pictures'
import type { Entry, Picture, PostHere, Row } from '#cli/moving/import/source'

/** A server is asked for so many pictures at once. */
const MAX_AT_ONCE = 4

/** The addresses of so many pictures that can't be had are kept. */
const MAX_REFUSED = 10_000

interface FetcherOptions {
  source: string
  importId: number
  signal: AbortSignal
}

export const hasPictures = ({ pictures = [] }: Entry) => pictures.length > 0

/** No text could use the pictures of a post without an author. */
const isOwned = ({ user_id: owner }: Row) => owner !== null && owner !== undefined

const withoutAuthor = 'its pictures stay at their addresses: it has no author'

const withNote = ({ notes = [], ...entry }: Entry, note: string): Entry => ({
  ...entry,
  notes: [...notes, note],
})

/** An entry with the pictures that are wanted: a post that is here keeps its text, and may show some where they were. */
function wantedOf({ pictures, ...entry }: Entry, here: Map<string, PostHere | null>): Entry {
  const id: string = entry.row!.id
  if (!here.has(id)) return { ...entry, pictures }
  const known = here.get(id)
  if (!known) return entry
  const targets = targetsIn(known.content)
  const left = pictures!.filter(({ written }) => targets.has(written))
  if (left.length === 0) return entry
  return { ...entry, pictures: left, here: known, row: { ...entry.row, content: known.content } }
}

/** Fetches the pictures of entries, and leads their texts to them. */
export class PictureFetcher {
  #atOnce = pLimit(MAX_AT_ONCE)
  #refused = new Map<string, string>()
  /** The ids of rows of files and media that have come. */
  #made = new Set<string>()

  constructor(private options: FetcherOptions) {}

  /** @returns the entries with rows for their pictures before them */
  async prepare(entries: Entry[]): Promise<Entry[]> {
    const here = await this.#here(entries.filter(hasPictures))
    const all = entries.map((entry) => (hasPictures(entry) ? wantedOf(entry, here) : entry))
    const wanted = new Set(all.filter((entry) => hasPictures(entry) && isOwned(entry.row!)))
    const fetched = await this.#fetchAll([...wanted].flatMap(({ pictures }) => pictures!))
    return all.flatMap((entry) => {
      if (!hasPictures(entry)) return entry
      if (!wanted.has(entry)) return withNote(entry, withoutAuthor)
      return entry.kind === 'media' ? this.#library(entry, fetched) : this.#shown(entry, fetched)
    })
  }

  async #fetchAll(pictures: Picture[]): Promise<Map<string, FetchedPicture>> {
    const fetched = new Map<string, FetchedPicture>()
    const urls = new Set(pictures.map(({ url }) => url))
    const fetching = [...urls].map((url) =>
      this.#atOnce(async () => {
        const picture = await this.#fetch(url)
        if (picture) fetched.set(url, picture)
      })
    )
    await Promise.all(fetching)
    return fetched
  }

  async #fetch(url: string): Promise<FetchedPicture | null> {
    if (this.#refused.has(url)) return null
    try {
      return await fetchPicture(url, this.options)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (this.#refused.size < MAX_REFUSED) this.#refused.set(url, error.message)
      return null
    }
  }

  /** The rows that an earlier import has brought, by their ids there; null: a file, or a post that is gone. */
  async #here(entries: Entry[]): Promise<Map<string, PostHere | null>> {
    if (entries.length === 0) return new Map()
    const { rows } = await db.rawQuery(
      `select source_id, posts.id, posts.content
       from imported_rows left join posts on kind = 'posts' and posts.id = row_id
       where source = :source and kind in ('posts', 'media') and source_id = any(:ids)`,
      { source: this.options.source, ids: entries.map(({ row }) => row!.id) } as Record<string, any>
    )
    return new Map(
      rows.map(({ source_id: sourceId, id, content }: any) => [sourceId, id && { id, content }])
    )
  }

  /** A picture of the library of the site. */
  #library(entry: Entry, fetched: ReadonlyMap<string, FetchedPicture>): Entry[] {
    const { kind, place, row, pictures } = entry
    const [{ url }] = pictures!
    const picture = fetched.get(url)
    if (!picture) return [{ kind, place, wrong: `${url}: ${this.#reason(url)}` }]
    return [...this.#file(picture, place), { kind, place, row: { ...row, sha256: picture.sha256 } }]
  }

  /** A post with pictures. Those that can't be had stay where they are. */
  #shown(entry: Entry, fetched: ReadonlyMap<string, FetchedPicture>): Entry[] {
    const { row, pictures, ...rest } = entry
    const notes = [...(entry.notes ?? [])]
    const made: Entry[] = []
    const addresses = new Map<string, string>()
    for (const shown of pictures!) {
      const picture = fetched.get(shown.url)
      if (picture) {
        made.push(...this.#file(picture, entry.place), ...this.#media(shown, picture, entry))
        addresses.set(shown.written, referenceTo(picture))
      } else {
        notes.push(`the picture ${shown.url} stays where it is: ${this.#reason(shown.url)}`)
      }
    }
    if (entry.here && addresses.size === 0) return [{ ...rest, here: undefined, notes, row }]
    const content = withAddresses(row!.content, addresses)
    return [...made, { ...rest, notes, row: { ...row, content } }]
  }

  #file(picture: FetchedPicture, place: string): Entry[] {
    return this.#once(picture.sha256, { kind: 'files', place, row: fileRow(picture) })
  }

  #media(
    { url, alt, caption }: Picture,
    { sha256 }: FetchedPicture,
    { place, row }: Entry
  ): Entry[] {
    const { user_id: owner, created_at: at } = row!
    const media: Row = { ...mediaRow(url, { owner, alt, caption, at }), sha256 }
    return this.#once(media.id, { kind: 'media', place, row: media })
  }

  #once(id: string, entry: Entry): Entry[] {
    if (this.#made.has(id)) return []
    this.#made.add(id)
    return [entry]
  }

  #reason = (url: string) => this.#refused.get(url) ?? 'it can’t be had'
}
