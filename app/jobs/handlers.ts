import { handler } from '#queue/consumer'
import { deletions } from '#queue/queues'
import { finishDeletion } from '#jobs/finish_deletion'

/** What runs the jobs of each queue. */
export const handlers = [handler(deletions, finishDeletion)]
