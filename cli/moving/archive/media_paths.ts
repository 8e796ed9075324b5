import { crops, type Crop, type VariantPurpose } from '#domain/media'

/** The folder of an archive with the bytes of files: `media/{digest of the upload}/{what it is}.{extension}`. */
export const MEDIA_FOLDER = 'media'

export interface MediaPath {
  /** Of the upload. */
  sha256: string
  purpose: VariantPurpose
  /** Its width or its crop, as its name has it. */
  parts: (string | number)[]
  extension: string
}

const digest = '[0-9a-f]{64}'
const file =
  '(?:master|original|width-[0-9]{1,5}|crop-[0-9.]{1,5}x[0-9]{1,2}-[0-9]{1,4}-[0-9]{1,4})[.][a-z0-9]{2,5}'

export const mediaFileShape = new RegExp(`^${file}$`)
export const mediaPathShape = new RegExp(`^${MEDIA_FOLDER}/${digest}/${file}$`)

/** A reference in a text of an archive: `media:{digest}/{file}`. The address of a file is of one Plaza alone. */
export const mediaReferences = new RegExp(`media:(${digest}/${file})`, 'g')

export interface StoredVariant {
  purpose: VariantPurpose
  width: number | null
  crop: Crop | null
  focal_x: number | null
  focal_y: number | null
  /** As its address has it. */
  name: string
}

/** The file of a variant in an archive: `master.jpg`, `width-320.webp`, `crop-16x9-500-500.webp`. */
export function mediaFileOf({ purpose, width, crop, focal_x: x, focal_y: y, name }: StoredVariant) {
  const extension = name.slice(name.lastIndexOf('.') + 1)
  if (purpose === 'width') return `width-${width}.${extension}`
  if (purpose !== 'crop') return `${purpose}.${extension}`
  return `crop-${crop!.replace(':', 'x')}-${inThousandths(x!)}-${inThousandths(y!)}.${extension}`
}

const inThousandths = (part: number) => Math.round(part * 1000)

/** @param path `{digest}/{file}` @returns null for one that no file has */
export function readMediaPath(path: string): MediaPath | null {
  const [sha256, name] = path.split('/')
  const dot = name.lastIndexOf('.')
  const [purpose, size, x, y] = name.slice(0, dot).split('-')
  const extension = name.slice(dot + 1)
  if (purpose === 'width') return { sha256, purpose, parts: [Number(size)], extension }
  if (purpose !== 'crop') {
    return { sha256, purpose: purpose as VariantPurpose, parts: [], extension }
  }
  const crop = size.replace('x', ':')
  if (!Object.hasOwn(crops, crop)) return null
  return { sha256, purpose, parts: [crop, Number(x) / 1000, Number(y) / 1000], extension }
}
