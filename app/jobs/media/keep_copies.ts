import { keepCrops, madeFormats, pointsOf } from '#jobs/media/make_crops'
import { keepVariant, type VariantRow } from '#jobs/media/variants'
import type { Picture } from '#media/masters'

interface Content {
  id: number
  sha256: string
}

/** Writes the bytes of all copies of a picture. @param made takes their rows @returns the placeholder */
export async function keepCopies(
  { id, sha256 }: Content,
  picture: Picture,
  made: VariantRow[]
): Promise<string> {
  const { copiesOf, placeholderOf, reduce, widthsOf } = await import('#media/copies')
  const reduced = await reduce(picture)
  for (const width of widthsOf(picture)) {
    for (const copy of await copiesOf(reduced, width, madeFormats())) {
      made.push(await keepVariant({ sha256, purpose: 'width', parts: [width] }, copy))
    }
  }
  const placeholder = await placeholderOf(reduced)
  for (const point of await pointsOf(id)) made.push(...(await keepCrops(sha256, reduced, point)))
  return placeholder
}
