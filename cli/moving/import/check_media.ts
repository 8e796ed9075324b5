import { mediaFileShape } from '#cli/moving/archive/media_paths'
import {
  dates,
  digest,
  id,
  list,
  matching,
  oneOf,
  orNull,
  part,
  text,
  time,
  whole,
  yes,
  type Check,
} from '#cli/moving/import/check'
import type { Row } from '#cli/moving/import/source'
import { isObject } from '#domain/is_object'
import { contentTypes, fileTypeOf, mediaFailures, mediaKinds, mediaStatuses } from '#domain/media'

/** More copies than a picture has with some focal points. */
const MAX_VARIANTS = 1000

const contentType = oneOf(...contentTypes)

const variantChecks: Record<string, Check> = {
  file: matching(mediaFileShape, 'a file of media'),
  content_type: contentType,
  sha256: orNull(digest),
  bytes: whole(0),
  width: orNull(whole(1)),
  height: orNull(whole(1)),
}

const variant: Check = (value) => {
  if (!isObject(value)) return 'must be an object'
  for (const [name, check] of Object.entries(variantChecks)) {
    const wrong = check(value[name])
    if (wrong) return `has a ${name} that ${wrong}`
  }
  return undefined
}

export const fileChecks: Record<string, Check> = {
  sha256: digest,
  kind: oneOf(...mediaKinds),
  status: oneOf(...mediaStatuses),
  failure: orNull(oneOf(...mediaFailures)),
  content_type: contentType,
  bytes: whole(0),
  width: orNull(whole(1)),
  height: orNull(whole(1)),
  placeholder: orNull(matching(/^[A-Za-z0-9+/]{1,100}={0,2}$/, 'a ThumbHash in Base64')),
  barred_at: orNull(time),
  created_at: time,
  variants: list(variant, MAX_VARIANTS),
}

export const mediaChecks: Record<string, Check> = {
  id,
  user_id: orNull(id),
  sha256: digest,
  uploaded_bytes: whole(0),
  name: orNull(text(1, 200)),
  alt: orNull(text(1, 1000)),
  caption: orNull(text(1, 1000)),
  focal_x: part,
  focal_y: part,
  avatar: yes,
  header: yes,
  used_at: orNull(time),
  set_aside_at: orNull(time),
  removed_at: orNull(time),
  ...dates,
}

export const wrongFile = ({ kind, content_type: type, status, variants }: Row) => {
  if (fileTypeOf(type).kind !== kind) return `kind is not that of ${type}`
  if (kind !== 'image' && status !== 'ready') return 'status must be ready'
  const files = variants.map(({ file }: Row) => file.replace(/^(master|original)[.].*/, '$1'))
  return new Set(files).size < files.length ? 'variants has a file twice' : undefined
}
