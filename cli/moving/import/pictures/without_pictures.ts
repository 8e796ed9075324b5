import { hasPictures } from '#cli/moving/import/pictures/picture_fetcher'
import type { Entry } from '#cli/moving/import/source'
import { counted } from '#domain/counted'

/** What a dry run takes of an entry: it fetches nothing. */
export function withoutPictures({ pictures = [], ...entry }: Entry): Entry {
  if (!hasPictures({ ...entry, pictures })) return entry
  const notes = [...(entry.notes ?? []), `${counted(pictures.length, 'picture')} would be fetched`]
  return { ...entry, notes, ...(entry.kind === 'media' && { isNote: true }) }
}
