import MarkdownIt from 'markdown-it'

/** CommonMark with tables. Raw HTML is text. */
export const markdown = new MarkdownIt({ html: false, linkify: true })
