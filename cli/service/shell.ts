const plain = /^[\w@%+=:,./-]+$/

export const quote = (word: string) =>
  plain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

/** A shell command; each value becomes one quoted word, each list several. */
export function sh(parts: TemplateStringsArray, ...values: (string | string[])[]): string {
  const line = parts.map((part, at) => {
    if (at === 0) return part
    return [values[at - 1]].flat().map(quote).join(' ') + part
  })
  return line.join('').trimEnd()
}
