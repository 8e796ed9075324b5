import sharp, { type Metadata, type Sharp } from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { crops, MAX_FRAMES, MAX_PIXELS, widths, type Crop, type MediaFailure } from '#domain/media'

// One picture at a time, of which nothing is kept.
sharp.cache(false)
sharp.concurrency(1)
// Loaders of other formats, such as SVG, PDF and those of other libraries, never see an upload.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif', 'Tiff'].map(
    (name) => `VipsForeignLoad${name}`
  ),
})

const TIMEOUT_SECONDS = 60

/** Of libwebp. */
const MAX_WEBP_SIDE = 16_383

const PLACEHOLDER_SIDE = 100

/** A picture that can't be processed, now and later. */
export class PictureError extends Error {
  constructor(
    readonly failure: MediaFailure,
    options?: ErrorOptions
  ) {
    super(failure, options)
  }
}

export interface MadeFile {
  content: Buffer
  contentType: string
  extension: string
  width: number
  height: number
}

/** What copies are made from. */
export interface MasterPicture {
  content: Uint8Array
  width: number
  height: number
  isAnimated: boolean
}

export interface Master extends MadeFile, MasterPicture {
  content: Buffer
}

interface Source {
  frames: number
  hasAlpha: boolean
  format: Metadata['format']
}

/**
 * The whole picture, encoded anew: upright, in sRGB with 8 bits, without metadata. Of an animation at most 200 frames,
 * and 50 megapixels of all of them together. @throws PictureError
 */
export async function masterOf(upload: Uint8Array): Promise<Master> {
  const source = await read(() => sourceOf(upload))
  const isAnimated = source.frames > 1
  const picture = opened(upload, source.frames)
  const { encode, contentType, extension } = encodingOf(source)
  const upright = isAnimated ? picture : picture.autoOrient()
  const { data, info } = await read(() =>
    encode(upright.toColourspace('srgb')).toBuffer({ resolveWithObject: true })
  )
  const height = info.pageHeight ?? info.height
  return { content: data, contentType, extension, width: info.width, height, isAnimated }
}

/** The type that the master will have, by the header of the upload. @throws PictureError */
export async function masterTypeOf(upload: Uint8Array) {
  const { contentType, extension } = encodingOf(await read(() => sourceOf(upload)))
  return { contentType, extension }
}

/** A master that was made before. @throws PictureError */
export async function masterFrom(
  content: Uint8Array,
  { width, height }: { width: number; height: number }
): Promise<MasterPicture> {
  const { frames } = await read(() => sourceOf(content))
  return { content, width, height, isAnimated: frames > 1 }
}

/** Reads the header alone. @throws PictureError */
async function sourceOf(upload: Uint8Array): Promise<Source> {
  const {
    format,
    width,
    height,
    pages = 1,
    hasAlpha,
  } = await sharp(upload, {
    limitInputPixels: false,
  }).metadata()
  const pixels = width * height
  if (pixels > MAX_PIXELS) throw new PictureError('too_many_pixels')
  const canMove = format === 'gif' || format === 'webp'
  const frames = Math.min(pages, MAX_FRAMES, Math.floor(MAX_PIXELS / pixels))
  return { format, hasAlpha, frames: canMove ? Math.max(frames, 1) : 1 }
}

const opened = (content: Uint8Array, pages = 1): Sharp =>
  sharp(content, { pages, limitInputPixels: MAX_PIXELS, failOn: 'error' }).timeout({
    seconds: TIMEOUT_SECONDS,
  })

function encodingOf({ format, frames, hasAlpha }: Source) {
  if (frames > 1 || format === 'webp' || (hasAlpha && format !== 'png' && format !== 'gif')) {
    const encode = (picture: Sharp) => picture.webp({ quality: 90 })
    return { encode, contentType: 'image/webp', extension: 'webp' }
  }
  if (format === 'png' || format === 'gif') {
    const encode = (picture: Sharp) => picture.png({ compressionLevel: 8 })
    return { encode, contentType: 'image/png', extension: 'png' }
  }
  const encode = (picture: Sharp) => picture.jpeg({ quality: 90 })
  return { encode, contentType: 'image/jpeg', extension: 'jpg' }
}

/** The widths of its copies: none is wider than the picture. */
export const widthsOf = ({ width, height }: MasterPicture): number[] =>
  widths.filter((one) => one < width && (height * one) / width <= MAX_WEBP_SIDE)

/** A WebP copy. An animation stays one. @throws PictureError */
export function copyOf({ content, isAnimated }: MasterPicture, width: number): Promise<MadeFile> {
  return read(async () =>
    webpOf(opened(content, isAnimated ? -1 : 1).resize({ width, withoutEnlargement: true }))
  )
}

/** A WebP of the part around a focal point, in parts of width and height; of an animation its beginning. @throws PictureError */
export function cropOf(
  { content, width, height }: Omit<MasterPicture, 'isAnimated'>,
  crop: Crop,
  focal: { x: number; y: number }
): Promise<MadeFile> {
  const { ratio, width: wanted } = crops[crop]
  const most = Math.min(width, Math.floor(height * ratio))
  const size = { width: Math.max(most, 1), height: Math.max(Math.round(most / ratio), 1) }
  size.height = Math.min(size.height, height)
  const left = placed(focal.x * width, size.width, width)
  const top = placed(focal.y * height, size.height, height)
  const out = Math.min(wanted, size.width)
  return read(async () =>
    webpOf(
      opened(content)
        .extract({ left, top, ...size })
        .resize({ width: out, height: Math.max(Math.round(out / ratio), 1), fit: 'fill' })
    )
  )
}

/** The begin of a part around a place, within the whole. */
const placed = (place: number, size: number, whole: number) =>
  Math.round(Math.min(Math.max(place - size / 2, 0), whole - size))

async function webpOf(picture: Sharp): Promise<MadeFile> {
  const { data, info } = await picture.webp({ quality: 80 }).toBuffer({ resolveWithObject: true })
  const height = info.pageHeight ?? info.height
  return { content: data, contentType: 'image/webp', extension: 'webp', width: info.width, height }
}

/** A ThumbHash in Base64. @throws PictureError */
export function placeholderOf({ content }: Pick<MasterPicture, 'content'>): Promise<string> {
  return read(async () => {
    const { data, info } = await opened(content)
      .resize(PLACEHOLDER_SIDE, PLACEHOLDER_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
  })
}

/** All that libvips refuses, it refuses for good. */
async function read<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof PictureError) throw error
    const { message } = error as Error
    const failure = /pixel limit/i.test(message) ? 'too_many_pixels' : 'unreadable'
    throw new PictureError(failure, { cause: error })
  }
}
