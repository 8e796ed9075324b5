import type { Content, Version } from './use_collection'

interface Changes {
  mine: Content
  saved: Version
}

/** Changes that are not saved outlive a reload, and a look at another page. */
const keyOf = (slug: string) => `PlazaStudio.collection.${slug}`

export const keepChanges = (slug: string, changes: Changes) =>
  sessionStorage.setItem(keyOf(slug), JSON.stringify(changes))

export const forgetChanges = (slug: string) => sessionStorage.removeItem(keyOf(slug))

export function keptChanges(slug: string): Changes | undefined {
  const kept = sessionStorage.getItem(keyOf(slug))
  return kept === null ? undefined : (JSON.parse(kept) as Changes)
}
