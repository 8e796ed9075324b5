import type { Gallery } from '#cli/moving/import/sources/wordpress/shortcodes'
import { isPicture, type Survey } from '#cli/moving/import/sources/wordpress/survey'

/** The pictures of a gallery in a post. */
export const galleryOf =
  (post: string, { attachments }: Survey): Gallery =>
  (ids) => {
    const shown = ids
      ? ids.flatMap((id) => attachments.get(id) ?? [])
      : [...attachments.values()]
          .filter(({ parent }) => parent === post)
          .sort((one, other) => one.order - other.order)
    return shown.filter(({ url }) => isPicture(url))
  }
