import type { Members } from '#resources/definition/members'

/** Names of members; of an object, those in it, or null for all that it has. */
export type Selection = Map<string, Set<string> | null>

/** How many names one request may ask for. */
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

/** Every name that a view knows: its members, and those in them, as in `author.username`. */
export const pathsOf = ({ members }: { members: Members }): string[] =>
  Object.entries(members).flatMap(([name, { of }]) => [
    name,
    ...(of ? Object.keys(of.members).map((inner) => `${name}.${inner}`) : []),
  ])

/** The names of a text that a view does not know. */
export function unknownPaths(view: { members: Members }, text: string): string[] {
  const known = new Set(pathsOf(view))
  return pathsIn(text).filter((path) => !known.has(path))
}
