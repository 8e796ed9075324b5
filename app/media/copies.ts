import type { Raw, Sharp } from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { opened, read, WEBP_EFFORT, type MadeFile } from '#media/libvips'
import type { Picture } from '#media/masters'
import { cropNames, crops, widths, type Crop, type PictureFormat } from '#domain/media'

/** Of libwebp. */
const MAX_WEBP_SIDE = 16_383

/** The encoder of AVIF takes some 20 bytes for each pixel. */
const MAX_AVIF_PIXELS = 4_000_000

/** Decoded, of what copies are made from. */
const MAX_REDUCED_PIXELS = 12_500_000

const PLACEHOLDER_SIDE = 100

interface Size {
  width: number
  height: number
}

interface Copy extends Size {
  /** Opens what it is made from. */
  open: () => Sharp
  formats: readonly PictureFormat[]
}

/** What copies are made from, of an animation its first frame. */
export interface Reduced {
  whole: Picture
  /** Pixels in the size that the largest copy needs, so that the picture is decoded once. */
  content: Uint8Array
  /** None if that is the picture itself. */
  raw?: Raw
  width: number
  height: number
}

/** The widths of its copies: none is wider than the picture. */
export const widthsOf = ({ width, height }: Size): number[] =>
  widths.filter((one) => one < width && (height * one) / width <= MAX_WEBP_SIDE)

/** @throws PictureError */
export async function reduce(whole: Picture): Promise<Reduced> {
  const { content, width, height } = whole
  const size = scaled(whole, Math.min(neededScale(whole), 1))
  if (size.width * size.height > MAX_REDUCED_PIXELS) return { whole, content, width, height }
  const { data, info } = await read(() =>
    opened(content)
      .resize({ ...size, fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true })
  )
  return { whole, content: data, raw: { ...size, channels: info.channels }, ...size }
}

/** The scale at which no copy needs more pixels. */
function neededScale(size: Size): number {
  const copies = widthsOf(size).map((width) => width / size.width)
  const parts = cropNames.map((crop) => {
    const part = partOf(size, crop)
    return Math.min(crops[crop].width, part.width) / part.width
  })
  return Math.max(...copies, ...parts)
}

const scaled = ({ width, height }: Size, scale: number): Size => ({
  width: Math.max(Math.round(width * scale), 1),
  height: Math.max(Math.round(height * scale), 1),
})

const openedReduced = ({ content, raw }: Reduced) => opened(content, { raw })

/** Copies in a width, one for each format. An animation stays one, and is WebP. @throws PictureError */
export function copiesOf(
  reduced: Reduced,
  width: number,
  formats: readonly PictureFormat[]
): Promise<MadeFile[]> {
  const { content, frames: pages, ...size } = reduced.whole
  const height = Math.max(Math.round((size.height * width) / size.width), 1)
  if (pages === 1) return made({ open: () => openedReduced(reduced), width, height, formats })
  return made({ open: () => opened(content, { pages }), width, height, formats: ['webp'] })
}

/** The part around a focal point, in parts of width and height, one for each format. @throws PictureError */
export function cropsOf(
  reduced: Reduced,
  crop: Crop,
  focal: { x: number; y: number },
  formats: readonly PictureFormat[]
): Promise<MadeFile[]> {
  const { ratio, width: wanted } = crops[crop]
  const part = partOf(reduced, crop)
  const left = placed(focal.x * reduced.width, part.width, reduced.width)
  const top = placed(focal.y * reduced.height, part.height, reduced.height)
  const width = Math.min(wanted, partOf(reduced.whole, crop).width)
  const height = Math.max(Math.round(width / ratio), 1)
  const open = () => openedReduced(reduced).extract({ left, top, ...part })
  return made({ open, width, height, formats })
}

/** The largest part of a picture in the ratio of a crop. */
function partOf({ width, height }: Size, crop: Crop): Size {
  const { ratio } = crops[crop]
  const most = Math.max(Math.min(width, Math.floor(height * ratio)), 1)
  return { width: most, height: Math.min(Math.max(Math.round(most / ratio), 1), height) }
}

/** The begin of a part around a place, within the whole. */
const placed = (place: number, size: number, whole: number) =>
  Math.round(Math.min(Math.max(place - size / 2, 0), whole - size))

const encoders = {
  webp: (picture: Sharp) => picture.webp({ quality: 80, effort: WEBP_EFFORT }),
  // More effort takes many times as long, and saves a tenth.
  avif: (picture: Sharp) => picture.avif({ quality: 50, effort: 2, chromaSubsampling: '4:2:0' }),
}

async function made({ open, width, height, formats }: Copy): Promise<MadeFile[]> {
  const files: MadeFile[] = []
  for (const extension of formats) {
    if (extension === 'avif' && width * height > MAX_AVIF_PIXELS) continue
    const picture = open().resize({ width, height, fit: 'fill' })
    const content = await read(() => encoders[extension](picture).toBuffer())
    files.push({ content, contentType: `image/${extension}`, extension, width, height })
  }
  return files
}

/** A ThumbHash in Base64. @throws PictureError */
export function placeholderOf(reduced: Reduced): Promise<string> {
  return read(async () => {
    const { data, info } = await openedReduced(reduced)
      .resize(PLACEHOLDER_SIDE, PLACEHOLDER_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
  })
}
