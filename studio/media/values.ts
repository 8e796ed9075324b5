import type { MediaFile, Point } from '../kit/media/file'

/** What the owner of a file says of it. */
export interface Values {
  alt: string | null
  caption: string | null
  focal_point: Point
}

export const valuesOf = ({ alt, caption, focal_point: point }: MediaFile): Values => ({
  alt,
  caption,
  focal_point: point,
})

export const isSame = (one: Values, other: Values): boolean =>
  one.alt === other.alt &&
  one.caption === other.caption &&
  one.focal_point.x === other.focal_point.x &&
  one.focal_point.y === other.focal_point.y
