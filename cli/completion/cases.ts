import type { Place, Valued } from '#cli/completion/places'

/** For bash and zsh, and what fish takes as well, where a quote may stand. */
export const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** Cases of bash and zsh that note how far the words lead into the grammar. */
export const pathCases = (places: Place[], note: string) =>
  places
    .filter(({ path }) => path)
    .map(({ path }) => `      ${quote(path)}) ${note} ;;`)
    .join('\n')

/** What follows each option, by the path and the option before it. */
export function afterOption(places: Place[]) {
  const after = new Map<string, string[]>()
  for (const { path, options } of places) {
    for (const { flags, value } of options) {
      const key = JSON.stringify([
        kindOf(value),
        typeof value === 'object' ? value.words.join(' ') : '',
      ])
      const patterns = flags.map((flag) => quote(`${path} ${flag}`))
      after.set(key, [...(after.get(key) ?? []), ...patterns])
    }
  }
  return after
}

/** Cases of bash and zsh, one for all options that are followed by the same. */
export const linesFor = (
  after: Map<string, string[]>,
  line: (kind: string, words: string) => string
) =>
  [...after]
    .map(([key, patterns]) => {
      const [kind, words] = JSON.parse(key)
      return `    ${patterns.join('|')}) ${line(kind, words)} ;;`
    })
    .join('\n')

function kindOf(value: Valued['value']) {
  if (typeof value === 'string') return value
  return value.isList ? 'list' : 'words'
}
