import type { Members } from '#resources/definition/members'

export type Selection = Map<string, Set<string> | null>

export const MAX_NAMES = 100

/** Reads `id,title,author.username`. */
export function namesIn(text: string): Selection {
  const selection: Selection = new Map()
  for (const path of pathsIn(text)) {
    const [name, inner] = path.split('.', 2)
    const inside = selection.get(name)
    if (inner === undefined) selection.set(name, null)
    else if (inside) inside.add(inner)
    else if (inside === undefined) selection.set(name, new Set([inner]))
  }
  return selection
}

const pathsIn = (text: string) => text.split(',').map((path) => path.trim())

/** All names of a view, as in `author.username`. */
export const pathsOf = ({ members }: { members: Members }): string[] =>
  Object.entries(members).flatMap(([name, { of }]) => [
    name,
    ...(of ? Object.keys(of.members).map((inner) => `${name}.${inner}`) : []),
  ])

export function unknownPaths(view: { members: Members }, text: string): string[] {
  const known = new Set(pathsOf(view))
  return pathsIn(text).filter((path) => !known.has(path))
}
