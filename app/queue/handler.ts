import type { JobData, Queue } from '#queue/queue'

/** Must be idempotent: a job may run twice at once. @returns `again` to requeue it behind others */
export type Handler<Data extends JobData = any> = (
  data: Data,
  signal: AbortSignal,
  id: string
) => Promise<void | 'again'>

export interface QueueHandler {
  queue: Queue
  handle: Handler
}

export const handler = <Data extends JobData>(queue: Queue<Data>, handle: Handler<Data>) =>
  ({ queue, handle }) as QueueHandler
