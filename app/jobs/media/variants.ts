import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fileName } from '#media/names'
import type { MadeFile } from '#media/libvips'
import { keyOf, storage } from '#media/storage'
import type { Crop, VariantPurpose } from '#domain/media'

export interface VariantRow {
  name: string
  purpose: VariantPurpose
  content_type: string
  bytes: number
  width: number
  height: number
  crop?: Crop
  focal_x?: number
  focal_y?: number
}

interface Variant {
  sha256: string
  purpose: VariantPurpose
  /** What sets it apart from others of its purpose. */
  parts?: (string | number)[]
  more?: Partial<VariantRow>
}

/** Writes the bytes of a copy. @returns its row */
export async function keepVariant(
  { sha256, purpose, parts = [], more }: Variant,
  { content, contentType, extension, width, height }: MadeFile
): Promise<VariantRow> {
  const name = fileName(sha256, [purpose, ...parts], extension)
  await storage.put(keyOf(name), content)
  return { name, purpose, content_type: contentType, bytes: content.length, width, height, ...more }
}

/** A file that was made anew may have another length than before. */
export const insertVariants = (
  fileId: number,
  rows: VariantRow[],
  client: TransactionClientContract
) =>
  client.rawQuery(
    `insert into media_variants
       (file_id, name, purpose, content_type, bytes, width, height, crop, focal_x, focal_y)
     select :fileId, made.* from jsonb_to_recordset(:rows::jsonb) as made (
       name text, purpose text, content_type text, bytes bigint, width integer, height integer,
       crop text, focal_x double precision, focal_y double precision
     )
     on conflict (name) do update set
       bytes = excluded.bytes, width = excluded.width, height = excluded.height`,
    { fileId, rows: JSON.stringify(rows) }
  )

export const deleteBytes = async (rows: { name: string }[]): Promise<void> => {
  for (const { name } of rows) await storage.delete(keyOf(name))
}
