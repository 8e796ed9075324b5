import type { FetchedPicture } from '#cli/moving/import/pictures/fetch_picture'
import type { Row } from '#cli/moving/import/source'

const masterOf = ({ master }: FetchedPicture) => `master.${master.extension}`

/** The row of a file as an archive has it: the master is named before it is made, so that texts can lead to it. */
export function fileRow(picture: FetchedPicture): Row {
  const { sha256, bytes, type, master } = picture
  const upload = {
    file: `original.${type.extension}`,
    content_type: type.contentType,
    sha256,
    bytes,
  }
  const made = { file: masterOf(picture), content_type: master.contentType, sha256: null, bytes: 0 }
  return {
    ...{ sha256, kind: 'image', status: 'processing', failure: null },
    ...{ content_type: type.contentType, bytes, width: null, height: null, placeholder: null },
    created_at: new Date().toISOString(),
    variants: [upload, made].map((one) => ({ ...one, width: null, height: null })),
  }
}

/** What a text has in the place of an address. */
export const referenceTo = (picture: FetchedPicture) =>
  `media:${picture.sha256}/${masterOf(picture)}`
