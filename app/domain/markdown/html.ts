import MarkdownIt, { type StateCore } from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import type { ContentFormat } from '#domain/excerpt'
import { markdown } from '#domain/markdown/parser'
import { slugOf } from '#domain/slug'

export interface Source {
  content: string
  contentFormat: ContentFormat
  /** Whether its links count as the site's own. */
  isTrusted: boolean
}

const plain = new MarkdownIt('zero', { linkify: true, breaks: true }).enable(['linkify', 'newline'])

markdown.core.ruler.push('heading_ids', nameHeadings)

/** Safe HTML of a text. A hostile text of 50 000 characters takes seconds: call it in a thread. */
export function htmlOf({ content, contentFormat, isTrusted }: Source): string {
  const parser = contentFormat === 'markdown' ? markdown : plain
  return sanitizeHtml(parser.render(content), {
    ...allowed,
    transformTags: {
      a: sanitizeHtml.simpleTransform('a', {
        rel: isTrusted ? 'noopener' : 'nofollow ugc noopener',
      }),
      img: sanitizeHtml.simpleTransform('img', { loading: 'lazy' }),
    },
  }).trim()
}

const text = ['p', 'br', 'hr', 'blockquote', 'pre', 'code', 'em', 'strong', 's', 'a', 'img']
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
const lists = ['ul', 'ol', 'li']
const tables = ['table', 'thead', 'tbody', 'tr', 'th', 'td']

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [...text, ...headings, ...lists, ...tables],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'loading'],
    ol: ['start'],
    code: ['class'],
    th: ['style'],
    td: ['style'],
    ...Object.fromEntries(headings.map((name) => [name, ['id']])),
  },
  allowedClasses: { code: [/^language-[\w+#-]+$/] },
  allowedStyles: { '*': { 'text-align': [/^(?:left|right|center)$/] } },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
}

/** With a prefix, no id is a name that scripts of a page use (DOM clobbering). */
function nameHeadings({ tokens }: StateCore) {
  const used = new Map<string, number>()
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue
    const slug = slugOf(tokens[index + 1].content.slice(0, 200))
    const count = (used.get(slug) ?? 0) + 1
    used.set(slug, count)
    token.attrSet('id', count === 1 ? `h-${slug}` : `h-${slug}-${count}`)
  }
}
