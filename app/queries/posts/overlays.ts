import type { Overlay } from '#queries/overlays'
import { myVotes } from '#queries/posts/my_votes'
import type { Form } from '#resources/definition/form'

export const postOverlays = (form: Form): Overlay[] => (form.names.has('my_vote') ? [myVotes] : [])
