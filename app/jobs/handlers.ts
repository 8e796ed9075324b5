import { handler } from '#queue/consumer'
import { deletions } from '#queue/queues'
import { finishDeletion } from '#jobs/finish_deletion'

export const handlers = [handler(deletions, finishDeletion)]
