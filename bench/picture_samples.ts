import sharp, { type Sharp } from 'sharp'

/** The most that Plaza takes: 50 megapixels. */
const WIDTH = 8660
const HEIGHT = 5770

/** Of a side of the picture for one of its spots: it looks, and is encoded, like one of a camera. */
const SPOT = 6

async function spotted(width: number, height: number, spot = SPOT): Promise<Sharp> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const small = await sharp({
    create: {
      ...{ width: Math.ceil(width / spot), height: Math.ceil(height / spot) },
      ...{ channels: 3, background: '#888', noise },
    },
  })
    .png()
    .toBuffer()
  return sharp(small).resize(width, height, { kernel: 'cubic', fit: 'fill' })
}

/** As a camera takes it. */
export const photo = async (width: number, height: number): Promise<Buffer> =>
  (await spotted(width, height)).jpeg({ quality: 90 }).toBuffer()

/** Rows of one value each, with some other pixels: it takes few bytes. */
function rows<T extends Uint8Array | Uint16Array>(pixels: T, channels: number, step: number): T {
  for (let row = 0; row < HEIGHT; row++) {
    pixels.fill(row * step, row * WIDTH * channels, (row + 1) * WIDTH * channels)
  }
  for (let index = 0; index < WIDTH * HEIGHT; index += 37) pixels[index * channels] = index
  return pixels
}

const raw = (channels: 3 | 4) => ({ raw: { width: WIDTH, height: HEIGHT, channels } })

const FRAMES = 200
const SIDE = 500

export const largePictures: Record<string, () => Promise<Buffer>> = {
  'a JPEG of 50 megapixels': async () =>
    (await spotted(WIDTH, HEIGHT)).jpeg({ quality: 82 }).toBuffer(),
  'a JPEG of 50 megapixels on its side': async () =>
    (await spotted(WIDTH, HEIGHT))
      .jpeg({ quality: 82 })
      .withMetadata({ orientation: 6 })
      .toBuffer(),
  'a JPEG of 50 megapixels in CMYK': async () =>
    (await spotted(WIDTH, HEIGHT, 15)).toColourspace('cmyk').jpeg({ quality: 40 }).toBuffer(),
  'a transparent PNG of 50 megapixels': () =>
    sharp(rows(Buffer.alloc(WIDTH * HEIGHT * 4), 4, 1 / 64), raw(4))
      .png()
      .toBuffer(),
  'a PNG of 50 megapixels with 16 bits': () =>
    sharp(rows(new Uint16Array(WIDTH * HEIGHT * 3), 3, 11), raw(3))
      .toColourspace('rgb16')
      .png()
      .toBuffer(),
  'a GIF of 200 frames and 50 megapixels': () => {
    const pixels = Buffer.alloc(SIDE * SIDE * FRAMES * 3)
    for (let row = 0; row < SIDE * FRAMES; row++) {
      pixels.fill(row >> 3, row * SIDE * 3, (row + 1) * SIDE * 3)
    }
    const frames = { width: SIDE, height: SIDE * FRAMES, channels: 3, pageHeight: SIDE } as const
    return sharp(pixels, { raw: frames }).gif({ effort: 1 }).toBuffer()
  },
}
