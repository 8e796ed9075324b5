export const MAX_EXCERPT_LENGTH = 300

export type ContentFormat = 'plain' | 'markdown'

/** The part of a plain text that an excerpt can come from. */
const READ_LENGTH = 1500

interface Text {
  content: string
  contentFormat: ContentFormat
}

/** The beginning of the plain text, up to {@link MAX_EXCERPT_LENGTH} characters, at a word's end. */
export async function excerptOf({ content, contentFormat }: Text): Promise<string> {
  if (contentFormat === 'plain') return beginningOf(content)
  // A site without Markdown does not load its parser.
  const { plainTextOf } = await import('#domain/markdown/plain_text')
  return beginningOf(plainTextOf(content))
}

export function beginningOf(text: string): string {
  const start = text.slice(0, READ_LENGTH).toWellFormed()
  const characters = [...start.replace(/\s+/g, ' ').trim()]
  if (characters.length <= MAX_EXCERPT_LENGTH) return characters.join('')
  const cut = characters.slice(0, MAX_EXCERPT_LENGTH - 1).join('')
  const isWhole = /\s/.test(characters[MAX_EXCERPT_LENGTH - 1])
  const end = isWhole ? cut.length : cut.search(/\s\S*$/)
  return `${(end > 0 ? cut.slice(0, end) : cut).trimEnd()}…`
}
