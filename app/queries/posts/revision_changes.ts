import { isDeepStrictEqual } from 'node:util'
import { findRevision, givenIn, revisionBefore } from '#queries/posts/revisions'
import { textChanges } from '#domain/text_changes'

interface Compared {
  postId: number
  number: number
  /** Absent: the revision before. */
  since?: number
}

/** @throws NotFoundException */
export async function revisionChanges({ postId, number, since }: Compared) {
  const later = await findRevision(postId, number)
  const earlier =
    since === undefined ? await revisionBefore(postId, number) : await findRevision(postId, since)
  const was = earlier ? givenIn(earlier) : {}
  const changes = []
  for (const [member, after] of Object.entries(givenIn(later))) {
    const before = was[member] ?? null
    if (isDeepStrictEqual(before, after)) continue
    const isText = typeof before === 'string' && typeof after === 'string'
    changes.push({ member, before, after, parts: isText ? await textChanges(before, after) : [] })
  }
  return { since: earlier?.number ?? null, number, changes }
}
