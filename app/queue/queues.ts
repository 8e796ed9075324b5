import { defineQueue, type Queue } from '#queue/queue'

export const deletions = defineQueue<{ type: 'user' | 'post'; id: number }>({
  name: 'deletions',
  keyOf: ({ type, id }) => `${type}:${id}`,
  concurrency: 1,
  maxRetries: 20,
  retryDelaySeconds: 10,
  maxRetryDelaySeconds: 3600,
  timeoutSeconds: 300,
  keepDays: 14,
})

export const queues: Queue[] = [deletions]
