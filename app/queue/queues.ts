import { defineQueue, type Queue } from '#queue/queue'

/** `trash`: all that its user had trashed by a time, in milliseconds since 1970. */
export type DeletionJob =
  { type: 'user' | 'post'; id: number } | { type: 'trash'; id: number; until: number }

const patiently = {
  concurrency: 1,
  maxRetries: 20,
  retryDelaySeconds: 10,
  maxRetryDelaySeconds: 3600,
  timeoutSeconds: 300,
  keepDays: 14,
}

export const deletions = defineQueue<DeletionJob>({
  name: 'deletions',
  keyOf: (job) => `${job.type}:${job.id}${job.type === 'trash' ? `:${job.until}` : ''}`,
  ...patiently,
})

/** Tags that are joined or deleted: their posts follow. */
export const tagQueue = defineQueue<{ id: number }>({
  name: 'tags',
  keyOf: ({ id }) => String(id),
  ...patiently,
})

/** Types that changed: their posts follow. */
export const typeQueue = defineQueue<{ id: number }>({
  name: 'types',
  keyOf: ({ id }) => String(id),
  ...patiently,
})

export const queues: Queue[] = [deletions, tagQueue, typeQueue]
