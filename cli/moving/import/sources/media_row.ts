import { createHash } from 'node:crypto'
import { shortened } from '#cli/moving/import/sources/rows'
import type { Row } from '#cli/moving/import/source'

interface GivenMedia {
  /** The id of a user at the source. */
  owner: string | null
  alt: string | null
  caption?: string | null
  /** When it was uploaded. */
  at: string
}

/** A picture at an address, as its owner has it. The digest of the file comes when it is fetched. */
export function mediaRow(url: string, { owner, alt, caption = null, at }: GivenMedia): Row {
  return {
    id: `picture:${createHash('sha256').update(`${url}\n${owner}`).digest('hex')}`,
    user_id: owner,
    // It does not count for the quota: its owner did not choose to upload it.
    uploaded_bytes: 0,
    name: nameIn(url),
    alt,
    caption,
    ...{ focal_x: 0.5, focal_y: 0.5, avatar: false, header: false },
    ...{ created_at: at, updated_at: at },
  }
}

function nameIn(url: string): string | null {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  let name = last
  try {
    name = decodeURIComponent(last)
  } catch {}
  const text = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  return shortened(text, 200) || null
}
