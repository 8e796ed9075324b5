import MarkdownIt, { type Token } from 'markdown-it'

/** Parsing a hostile text takes time by the square of its length, and this runs between requests. */
const READ_LENGTH = 800
const MAX_NESTING = 8

const parser = new MarkdownIt('commonmark', { html: false, maxNesting: MAX_NESTING })

const tableRow = /^[^\S\n]*\|.*$/gm

/** The words at the beginning of a Markdown text, without its marks and tables. */
export const plainTextOf = (source: string): string =>
  textOf(parser.parse(source.slice(0, READ_LENGTH).toWellFormed().replace(tableRow, ''), {}))

const textOf = (tokens: Token[]): string =>
  tokens
    .map(({ type, content, children }) => {
      if (type === 'softbreak' || type === 'hardbreak') return ' '
      if (type === 'inline') return `${textOf(children ?? [])} `
      if (type === 'text' || type === 'code_inline') return content
      if (type === 'fence' || type === 'code_block') return `${content} `
      return ''
    })
    .join('')
