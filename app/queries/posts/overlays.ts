import type { Overlay } from '#queries/overlays'
import { myVotes } from '#queries/posts/my_votes'
import { revisionsCounts } from '#queries/posts/revisions_counts'
import type { Form } from '#resources/definition/form'
import type { Actor } from '#domain/roles'

export function postOverlays({ names }: Form, viewer: Actor): Overlay[] {
  return [
    ...(names.has('revisions_count') ? [revisionsCounts(viewer)] : []),
    ...(names.has('my_vote') ? [myVotes] : []),
  ]
}
