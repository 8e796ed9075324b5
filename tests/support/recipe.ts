import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A change that a page shows: in a file, some lines become others. */
export interface Change {
  path: string
  before: string
  after: string
}

/** The diffs of a page. Each is of the file that the text before it named last, after "In". */
export function changesIn(page: string): Change[] {
  let path = ''
  return [...page.matchAll(/\bIn\s+`([^`]+)`:|```diff\n(.*?)```/gs)].flatMap(
    ([, file, diff]): Change[] => {
      if (file) {
        path = file
        return []
      }
      const lines = diff.trimEnd().split('\n')
      const without = (sign: string) =>
        lines
          .filter((line) => !line.startsWith(sign))
          .map((line) => line.slice(1))
          .join('\n')
      return [{ path, before: without('+'), after: without('-') }]
    }
  )
}

/** Makes a change; `…` in its path stands for a number. @throws Error if the file has not just one place for it */
export function apply(folder: string, { path, before, after }: Change) {
  const [file] = globSync(join(folder, path.replace('…', '*')))
  const parts = `\n${readFileSync(file, 'utf8')}`.split(`\n${before}\n`)
  if (parts.length !== 2) throw new Error(`${path} has not exactly one place like this:\n${before}`)
  writeFileSync(file, parts.join(`\n${after}\n`).slice(1))
}
