import type { Metadata } from 'sharp'

/** What a picture may take beside the process of jobs itself: that stays below 400 MB then, and mostly below 300. */
const MAX_BYTES = 225_000_000

// Most pictures are read row by row. These are the bytes for each pixel of those that are not, as measured.
const AVIF_BYTES = 18
const GIF_BYTES = 4.5
const WEBP_BYTES = 8
const WEBP_ENCODER_BYTES = 8
const ANIMATION_BYTES = 26
const WEBP_FRAME_BYTES = 4

/**
 * The frames of a picture that libvips can read and encode in bounded memory, which its pixels alone do not tell.
 * @returns 0 if not even one
 */
export function framesThatFit(facts: Metadata): number {
  const { format, width, height, pages = 1 } = facts
  const bytes = MAX_BYTES / (width * height)
  const isAnimated = pages > 1 && (format === 'gif' || format === 'webp')
  if (!isAnimated) return stillBytes(facts) <= bytes ? 1 : 0
  if (ANIMATION_BYTES > bytes) return 0
  // A GIF is read frame by frame, and a WebP as a whole.
  return format === 'gif' ? pages : Math.floor((bytes - ANIMATION_BYTES) / WEBP_FRAME_BYTES)
}

function stillBytes(facts: Metadata): number {
  const { format, channels, hasAlpha, isProgressive, orientation = 1, bitsPerSample = 8 } = facts
  const isDeep = bitsPerSample > 8
  const whole = channels * (isDeep ? 2 : 1)
  // A mirrored picture is still read row by row.
  const turned = orientation > 2 ? whole : 0
  const encoder = hasAlpha ? WEBP_ENCODER_BYTES : 0
  if (format === 'jpeg') return turned + (isProgressive ? coefficientBytes(facts) : 0)
  if (format === 'png') return turned + (isProgressive ? whole : 0)
  if (format === 'gif') return GIF_BYTES
  if (format === 'webp') return turned + WEBP_BYTES + encoder
  if (format === 'heif') return turned + AVIF_BYTES * (isDeep ? 2 : 1) + encoder
  // A TIFF may be one strip.
  return turned + whole + encoder
}

/** A decoder of progressive JPEG keeps them all, with two bytes for each. */
const coefficientBytes = ({ channels, chromaSubsampling }: Metadata) =>
  2 * (chromaSubsampling === '4:2:0' ? 1.5 : channels)
