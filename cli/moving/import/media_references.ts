import { mediaFileOf, mediaReferences, type StoredVariant } from '#cli/moving/archive/media_paths'
import type { Batch, Item } from '#cli/moving/import/batch'
import type { Row } from '#cli/moving/import/source'
import { nameOfPath } from '#cli/moving/media_names'
import { mediaAddress } from '#domain/media'

/** Whether a text may have `media:{digest}/{file}`. */
export const mayHaveReferences = (text: string) => text.includes('media:')

/** A row as it is with addresses, for checks of its lengths: those of missing files are as long. */
export const expanded = (row: Row): Row =>
  replaced(row, (path) => {
    const name = nameOfPath(path)
    return name && `${mediaAddress()}${name}`
  })

/** Puts the addresses of files here in the place of references. Those to files that are not here stay. */
export async function resolveReferences(batch: Batch, items: Item[]) {
  if (items.length === 0) return
  const paths = items.flatMap(({ row }) =>
    [...JSON.stringify(row).matchAll(mediaReferences)].map(([, path]) => path)
  )
  const addresses = await addressesOf(batch, paths)
  for (const item of items) {
    const missing = new Set<string>()
    item.row = replaced(item.row, (path) => {
      const address = addresses.get(path) ?? addresses.get(withoutExtension(path))
      if (!address) missing.add(path)
      return address ?? null
    })
    for (const path of missing) batch.note(item, `it names a file that is not here: media:${path}`)
  }
}

/** A file that was here before may have another type than in the archive. WebP comes after AVIF, and stays. */
const withoutExtension = (path: string) => path.slice(0, path.lastIndexOf('.'))

async function addressesOf(batch: Batch, paths: string[]): Promise<Map<string, string>> {
  const rows = await batch.query<StoredVariant & { sha256: string }>(
    `select sha256, name, purpose, media_variants.width, crop, focal_x, focal_y
     from media_files join media_variants on media_variants.file_id = media_files.id
     where sha256 = any(:digests) order by media_variants.content_type`,
    { digests: [...new Set(paths.map((path) => path.split('/')[0]))] }
  )
  return new Map(
    rows.flatMap((row) => {
      const path = `${row.sha256}/${mediaFileOf(row)}`
      return [path, withoutExtension(path)].map((key) => [key, `${mediaAddress()}${row.name}`])
    })
  )
}

/** An address has no character that JSON escapes. */
function replaced(row: Row, address: (path: string) => string | null): Row {
  const text = JSON.stringify(row)
  return JSON.parse(text.replace(mediaReferences, (all, path: string) => address(path) ?? all))
}
