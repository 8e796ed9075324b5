import { handler } from '#queue/consumer'
import { deletions, tagQueue } from '#queue/queues'
import { finishDeletion } from '#jobs/finish_deletion'
import { retagPosts } from '#jobs/retag_posts'

export const handlers = [handler(deletions, finishDeletion), handler(tagQueue, retagPosts)]
