import type { Gallery } from '#cli/moving/import/sources/wordpress/shortcodes'
import { isPicture, type Survey } from '#cli/moving/import/sources/wordpress/survey'

/** The pictures of galleries in a post. @param missing takes the ids of those that the export does not have */
export const galleryOf =
  (post: string, { attachments }: Survey, missing: Set<string>): Gallery =>
  (ids) => {
    for (const id of ids ?? []) if (!attachments.has(id)) missing.add(id)
    const shown = ids
      ? ids.flatMap((id) => attachments.get(id) ?? [])
      : [...attachments.values()]
          .filter(({ parent }) => parent === post)
          .sort((one, other) => one.order - other.order)
    return shown.filter(({ url }) => isPicture(url))
  }
