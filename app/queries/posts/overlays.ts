import type { Overlay } from '#queries/overlays'
import { myVotes } from '#queries/posts/my_votes'

/** What a viewer sees of posts otherwise than everybody. */
export const postOverlays: Overlay[] = [myVotes]
