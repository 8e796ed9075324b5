import type { Place, Valued } from '#cli/completion/places'

/** Quotes for bash and zsh, and for fish. */
export const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

export const pathCases = (places: Place[], note: string) =>
  places
    .filter(({ path }) => path)
    .map(({ path }) => `      ${quote(path)}) ${note} ;;`)
    .join('\n')

/** @returns the patterns of options, grouped by the completions of their values */
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
