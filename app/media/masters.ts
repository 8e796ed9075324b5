import type { Metadata, Sharp } from 'sharp'
import { framesThatFit } from '#media/decoding_memory'
import { factsOf, opened, PictureError, read, WEBP_EFFORT, type MadeFile } from '#media/libvips'
import { MAX_FRAMES, MAX_PIXELS } from '#domain/media'

/** What copies are made from. */
export interface Picture {
  content: Uint8Array
  width: number
  height: number
  /** More than one in an animation. */
  frames: number
}

export interface Master {
  file: MadeFile
  picture: Picture
}

interface Source {
  frames: number
  pixels: number
  hasAlpha: boolean
  format: Metadata['format']
}

/** To choose the best codes of JPEG, libvips keeps six bytes for each pixel. They save a tenth of the file. */
const MAX_PIXELS_OF_BEST_CODES = 16_000_000

/** The encoder of WebP keeps the whole picture. */
const MAX_WEBP_PIXELS = 12_500_000

/**
 * The whole picture, encoded anew: upright, in sRGB with 8 bits, without metadata. Of an animation at most 200 frames,
 * and 50 megapixels of all of them together. @throws PictureError
 */
export async function masterOf(upload: Uint8Array): Promise<Master> {
  const source = await read(() => sourceOf(upload))
  const { frames } = source
  const picture = opened(upload, { pages: frames })
  const { encode, contentType, extension } = encodingOf(source)
  const upright = frames > 1 ? picture : picture.autoOrient()
  const { data, info } = await read(() =>
    encode(upright.toColourspace('srgb')).toBuffer({ resolveWithObject: true })
  )
  const size = { width: info.width, height: info.pageHeight ?? info.height }
  // A GIF is read frame by frame, and a WebP as a whole.
  const content = frames > 1 ? upload : data
  return {
    file: { content: data, contentType, extension, ...size },
    picture: { content, frames, ...size },
  }
}

/** The type that the master will have, by the header of the upload. @throws PictureError */
export async function masterTypeOf(upload: Uint8Array) {
  const { contentType, extension } = encodingOf(await read(() => sourceOf(upload)))
  return { contentType, extension }
}

/** The content of a master that was made before. @throws PictureError */
export async function pictureOf(
  content: Uint8Array,
  { width, height }: { width: number; height: number }
): Promise<Picture> {
  const { pages = 1 } = await read(() => factsOf(content))
  return { content, width, height, frames: pages }
}

/** Reads the header alone. @throws PictureError */
async function sourceOf(upload: Uint8Array): Promise<Source> {
  const facts = await factsOf(upload)
  const { format, hasAlpha, pages = 1 } = facts
  const pixels = facts.width * facts.height
  const fit = framesThatFit(facts)
  if (pixels > MAX_PIXELS || fit === 0) throw new PictureError('too_many_pixels')
  const canMove = format === 'gif' || format === 'webp'
  const frames = Math.min(pages, MAX_FRAMES, Math.floor(MAX_PIXELS / pixels), fit)
  return { format, hasAlpha, pixels, frames: canMove ? Math.max(frames, 1) : 1 }
}

function encodingOf({ format, frames, pixels, hasAlpha }: Source) {
  if (frames > 1 || (hasAlpha && format !== 'png' && format !== 'gif')) return webp
  if (format === 'webp' && pixels <= MAX_WEBP_PIXELS) return webp
  if (format === 'png' || format === 'gif') {
    const encode = (picture: Sharp) => picture.png({ compressionLevel: 8 })
    return { encode, contentType: 'image/png', extension: 'png' }
  }
  const optimiseCoding = pixels <= MAX_PIXELS_OF_BEST_CODES
  const encode = (picture: Sharp) => picture.jpeg({ quality: 90, optimiseCoding })
  return { encode, contentType: 'image/jpeg', extension: 'jpg' }
}

const webp = {
  encode: (picture: Sharp) => picture.webp({ quality: 90, effort: WEBP_EFFORT }),
  contentType: 'image/webp',
  extension: 'webp',
}
