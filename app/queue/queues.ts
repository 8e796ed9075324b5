import { defineQueue, type Queue } from '#queue/queue'

const patiently = {
  concurrency: 1,
  maxRetries: 20,
  retryDelaySeconds: 10,
  maxRetryDelaySeconds: 3600,
  timeoutSeconds: 300,
  keepDays: 14,
}

export const deletions = defineQueue<{ type: 'user' | 'post'; id: number }>({
  name: 'deletions',
  keyOf: ({ type, id }) => `${type}:${id}`,
  ...patiently,
})

/** Tags that are joined or deleted: their posts follow. */
export const tagQueue = defineQueue<{ id: number }>({
  name: 'tags',
  keyOf: ({ id }) => String(id),
  ...patiently,
})

export const queues: Queue[] = [deletions, tagQueue]
