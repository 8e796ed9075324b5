import type { Schemas } from '../../api/client'

/** A file of the library, as its owner, staff or readers see it. */
export type MediaFile = Schemas['Media']

export type Point = MediaFile['focal_point']

/** The name of a file in its address. */
export const nameIn = (address: string | null | undefined): string | undefined =>
  /\/media\/files\/([\w-]{32}\.[a-z\d]{2,5})$/.exec(address ?? '')?.[1]

/** The address of the smallest copy that is wide enough, else that of the whole picture. */
export function copyOf({ url, variants }: MediaFile, pixels: number): string | null {
  const copies = variants.filter(({ crop }) => crop === null)
  return copies.find(({ width }) => width >= pixels)?.url ?? url
}

/** How a user calls it. */
export const titleOf = ({ id, name }: MediaFile) => name ?? `#${id}`

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte']

/** As in `4.2 MB`. */
export function bytesIn(locale: string, bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  const format = { style: 'unit', unit: units[step], maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(locale, format).format(bytes / 1024 ** step)
}

const clamped = (value: number, most: number) => Math.min(Math.max(value, 0), most)

/** In percent, for `object-position`: the part around the point, as the service crops. */
function along(point: number, part: number): number {
  return part >= 1 ? 50 : (clamped(point - part / 2, 1 - part) / (1 - part)) * 100
}

/** The `object-position` of a crop with this ratio of width to height. */
export function positionOf({ width, height }: MediaFile, ratio: number, { x, y }: Point): string {
  const own = (width ?? 1) / (height ?? 1)
  return `${along(x, Math.min(ratio / own, 1))}% ${along(y, Math.min(own / ratio, 1))}%`
}
