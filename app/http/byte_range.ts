export interface ByteRange {
  start: number
  /** The last byte of it. */
  end: number
}

/**
 * The part that a `Range` asks for (RFC 9110, section 14). Several ranges and those that don't fit are ignored, as the
 * RFC allows: the answer is then the whole.
 *
 * @param ifRange the part is only of this entity tag @returns undefined for the whole
 */
export function byteRangeOf(
  header: string | undefined,
  size: number,
  { ifRange, etag }: { ifRange?: string; etag: string }
): ByteRange | undefined {
  if (header === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim())
  if (!found || (found[1] === '' && found[2] === '')) return undefined
  const [, first, last] = found
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length > 0 ? { start: size - length, end: size - 1 } : undefined
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start <= end ? { start, end } : undefined
}
