import { handler } from '#queue/consumer'
import { deletions, tagQueue, typeQueue } from '#queue/queues'
import { finishDeletion } from '#jobs/finish_deletion'
import { followTypes } from '#jobs/follow_types'
import { retagPosts } from '#jobs/retag_posts'

export const handlers = [
  handler(deletions, finishDeletion),
  handler(tagQueue, retagPosts),
  handler(typeQueue, followTypes),
]
