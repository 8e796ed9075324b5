import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { MAX_PIXELS, type MediaFailure } from '#domain/media'

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

/** Half the time and memory of the default, and 3 to 5 % more bytes. */
export const WEBP_EFFORT = 2

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

export const opened = (content: Uint8Array, options: SharpOptions = {}): Sharp =>
  sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error', ...options }).timeout({
    seconds: TIMEOUT_SECONDS,
  })

/** The header alone. */
export const factsOf = (content: Uint8Array) =>
  sharp(content, { limitInputPixels: false }).metadata()

/** All that libvips refuses, it refuses for good. */
export async function read<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof PictureError) throw error
    const { message } = error as Error
    const failure = /pixel limit/i.test(message) ? 'too_many_pixels' : 'unreadable'
    throw new PictureError(failure, { cause: error })
  }
}
