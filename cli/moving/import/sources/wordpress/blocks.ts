import { withParagraphs } from '#cli/moving/import/sources/wordpress/paragraphs'

/** The comments around and in the place of blocks. Their JSON has no angle brackets. */
const delimiter = /<!--\s+(\/?)wp:([a-z][a-z0-9-]*(?:\/[a-z0-9-]+)?)\s([^<>]{0,20000}?)(\/?)-->/g

/** Without the comments of blocks. What stands between blocks is classic, with paragraphs between blank lines. */
export function classicBetween(html: string): string {
  let made = ''
  let depth = 0
  let from = 0
  const take = (part: string) => {
    made += depth === 0 ? withParagraphs(part) : part
  }
  for (const { 0: all, 1: closes, 4: isAlone, index } of html.matchAll(delimiter)) {
    take(html.slice(from, index))
    from = index + all.length
    if (closes) depth = Math.max(0, depth - 1)
    else if (!isAlone) depth++
  }
  take(html.slice(from))
  return made
}

/** Blocks that show nothing by themselves. */
const silent = new Set([
  'footnotes',
  'paragraph',
  'heading',
  'spacer',
  'separator',
  'more',
  'nextpage',
  'block',
])

const MAX_NAMES = 20

/** The names of blocks that WordPress makes when it shows them, such as a list of the latest posts. */
export function dynamicBlocks(html: string): string[] {
  const alone = [...html.matchAll(delimiter)].filter(
    ([, closes, , , isAlone]) => !closes && isAlone
  )
  const names = new Set(alone.map(([, , name]) => name))
  return [...names].filter((name) => !silent.has(name)).slice(0, MAX_NAMES)
}

const MAX_DEPTH = 3
const MAX_CHARACTERS = 1_000_000

/** The contents of synced patterns in the place of their blocks. */
export function withPatterns(
  html: string,
  patterns: ReadonlyMap<string, string>,
  depth = 0
): string {
  if (patterns.size === 0 || depth === MAX_DEPTH || html.length > MAX_CHARACTERS) return html
  return html.replace(delimiter, (all, closes, name, json: string) => {
    const [, id = ''] = /"ref"\s*:\s*(\d{1,18})/.exec(json) ?? []
    const content = !closes && name === 'block' ? patterns.get(id) : undefined
    return content === undefined ? all : withPatterns(content, patterns, depth + 1)
  })
}
