/** Cases for `.with`, each with a printable form of its value for the title: `{shown}`. */
export function shown<T extends { value: unknown }>(cases: T[]): (T & { shown: string })[] {
  return cases.map((one) => ({
    ...one,
    shown: JSON.stringify(one.value)?.slice(0, 50).replace(invisible, escape) ?? 'nothing',
  }))
}

const invisible = /[\p{C}\p{Z}]/gu

const escape = (mark: string) => (mark === ' ' ? mark : `\\u{${mark.codePointAt(0)!.toString(16)}}`)
