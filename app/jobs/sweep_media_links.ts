import { publicLinks } from '#media/public_links'
import { publicNames } from '#queries/media/find_file'

const BATCH_LINKS = 500

/** Takes links back that should not be, such as after the folder of files was replaced. @returns links */
export async function sweepMediaLinks(signal?: AbortSignal): Promise<number> {
  let total = 0
  let names: string[] = []
  for await (const name of publicLinks.names()) {
    if (signal?.aborted) return total
    names.push(name)
    if (names.length < BATCH_LINKS) continue
    total += await sweep(names)
    names = []
  }
  return total + (await sweep(names))
}

async function sweep(names: string[]): Promise<number> {
  const shown = new Set(names.length > 0 ? await publicNames(names) : [])
  const hidden = names.filter((name) => !shown.has(name))
  for (const name of hidden) await publicLinks.remove(name)
  return hidden.length
}
