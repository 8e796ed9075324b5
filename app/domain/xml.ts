/** Characters that XML 1.0 has no way to write (section 2.2). */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/** A text without the characters that no XML document may have. */
export const writable = (text: string): string => text.replace(unwritable, '')

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** A text as the content of an element, or of an attribute. */
export const xmlText = (text: string): string =>
  writable(text).replace(/[&<>"']/g, (character) => entities[character])

type Attributes = Readonly<Record<string, string>>

/** @param content XML: see {@link xmlText} for texts */
export function element(name: string, content: string, attributes: Attributes = {}): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`)
  const start = name + said.join('')
  return content === '' ? `<${start}/>` : `<${start}>${content}</${name}>`
}

export const textElement = (name: string, text: string, attributes?: Attributes): string =>
  element(name, xmlText(text), attributes)

export const xmlDocument = (root: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${root}\n`
