import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { mediaFileOf, type StoredVariant } from '#cli/moving/archive/media_paths'
import { mediaAddress } from '#domain/media'

const PLACE = '/media/files/'

const names = /\/media\/files\/([A-Za-z0-9_-]{32}[.][a-z0-9]{2,5})/g

/** Before the path of an address: more than its server and the folders above have. */
const MAX_BEGINNING = 300

/** Stands before an address, and not in it. */
const isDelimiter = /[\s"'<>()[\]{}\\|,;=`]/

/**
 * Texts of JSON with `media:{digest}/{file}` in the place of each address of a file here, whatever server it names: an
 * address is of one Plaza, and the archive leads to the file in another one.
 */
export async function withReferences(
  texts: string[],
  client: TransactionClientContract
): Promise<string[]> {
  const found = new Set(
    texts.flatMap((text) =>
      text.includes(PLACE) ? [...text.matchAll(names)].map(([, name]) => name) : []
    )
  )
  if (found.size === 0) return texts
  const { rows } = await client.rawQuery(
    `select name, purpose, media_variants.width, crop, focal_x, focal_y, sha256
     from media_variants join media_files on media_files.id = media_variants.file_id
     where name = any(:names) and exists (select from media where media.file_id = media_files.id)`,
    { names: [...found] } as Record<string, any>
  )
  const references = new Map<string, string>(
    rows.map((row: StoredVariant & { sha256: string }) => [
      row.name,
      `media:${row.sha256}/${mediaFileOf(row)}`,
    ])
  )
  return texts.map((text) => (text.includes(PLACE) ? replaced(text, references) : text))
}

function replaced(text: string, references: ReadonlyMap<string, string>): string {
  let made = ''
  let from = 0
  for (const match of text.matchAll(names)) {
    const reference = references.get(match[1])
    if (!reference) continue
    made += withoutServer(text.slice(from, match.index)) + reference
    from = match.index + match[0].length
  }
  return made + text.slice(from)
}

/** A text without the beginning of the address at its end. */
function withoutServer(text: string): string {
  const own = mediaAddress().slice(0, -PLACE.length)
  if (text.endsWith(own)) return text.slice(0, -own.length)
  const most = Math.max(0, text.length - MAX_BEGINNING)
  let end = text.length
  while (end > most && !isDelimiter.test(text[end - 1])) end--
  return text.slice(0, end)
}
