import type { Overlay } from '#queries/overlays'
import { myVotes } from '#queries/posts/my_votes'
import type { Form } from '#resources/definition/form'

/** What a viewer sees of posts otherwise than everybody, as far as it is asked for. */
export const postOverlays = (form: Form): Overlay[] => (form.names.has('my_vote') ? [myVotes] : [])
