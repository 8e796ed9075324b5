/**
 * What a terminal would obey instead of showing: control characters (ANSI escapes begin with one),
 * and those that turn the direction of writing and so hide what a line says.
 */
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

const visible = (character: string) =>
  `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`

/** Text on one line, with nothing in it that a terminal obeys. */
export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().replace(unsafe, visible)

/** Text as it is, over several lines, with nothing else in it that a terminal obeys. */
export const plain = (text: string) =>
  text
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '  ')
    .replace(unsafe, (character) => {
      return character === '\n' ? character : visible(character)
    })

/** JSON that a terminal shows as it is: the same document, with more of it escaped. */
export const plainJson = (value: unknown, indent?: number) =>
  JSON.stringify(value, null, indent).replace(unsafe, (character) => {
    return character === '\n' ? character : visible(character)
  })
