import { keepCrops, pointsOf } from '#jobs/media/make_crops'
import { keepVariant, type VariantRow } from '#jobs/media/variants'
import type { MasterPicture } from '#media/pictures'

interface Content {
  id: number
  sha256: string
}

/** Writes the bytes of all copies of a picture. @param made takes their rows @returns the placeholder */
export async function keepCopies(
  { id, sha256 }: Content,
  master: MasterPicture,
  made: VariantRow[]
): Promise<string> {
  const { copyOf, placeholderOf, widthsOf } = await import('#media/pictures')
  for (const width of widthsOf(master)) {
    const copy = await copyOf(master, width)
    made.push(await keepVariant({ sha256, purpose: 'width', parts: [width] }, copy))
  }
  const placeholder = await placeholderOf(master)
  for (const point of await pointsOf(id)) made.push(...(await keepCrops(sha256, master, point)))
  return placeholder
}
