/** Control characters, as in ANSI escapes, and those that change the writing direction. */
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

const visible = (character: string) =>
  `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`

/** Text on one line, safe for a terminal. */
export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().replace(unsafe, visible)

/** Text with its line breaks, safe for a terminal. */
export const plain = (text: string) =>
  text
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '  ')
    .replace(unsafe, (character) => {
      return character === '\n' ? character : visible(character)
    })

/** The same JSON document, escaped to be safe for a terminal. */
export const plainJson = (value: unknown, indent?: number) =>
  JSON.stringify(value, null, indent).replace(unsafe, (character) => {
    return character === '\n' ? character : visible(character)
  })
