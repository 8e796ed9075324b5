import { defineQueue, type Queue } from '#queue/queue'
import type { MailKind } from '#domain/mail'

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

/** Posts follow a tag that is joined or deleted. */
export const tagQueue = defineQueue<{ id: number }>({
  name: 'tags',
  keyOf: ({ id }) => String(id),
  ...patiently,
})

/** Posts follow a changed type. */
export const typeQueue = defineQueue<{ id: number }>({
  name: 'types',
  keyOf: ({ id }) => String(id),
  ...patiently,
})

/** Works on the waiting targets of a batch of staff actions. */
export const batchQueue = defineQueue<{ id: string }>({
  name: 'batches',
  keyOf: ({ id }) => id,
  ...patiently,
})

export type MailJob = { kind: MailKind; id: number }

/** The tries take about two days: after half a minute at first, every four hours at last. */
export const mailQueue = defineQueue<MailJob>({
  name: 'mail',
  keyOf: ({ kind, id }) => `${kind}:${id}`,
  concurrency: 2,
  maxRetries: 20,
  retryDelaySeconds: 30,
  maxRetryDelaySeconds: 14_400,
  timeoutSeconds: 120,
  keepDays: 14,
})

/** A user's waiting export. */
export const dataExportQueue = defineQueue<{ type: 'user'; id: number }>({
  name: 'data_exports',
  keyOf: ({ id }) => String(id),
  ...patiently,
  timeoutSeconds: 3600,
})

/**
 * For a row of `media_files`. `file`: makes the master of a picture and its copies. `copies`: makes them from the master
 * once more. `crops`: those to a focal point, in thousandths.
 */
export type MediaJob =
  { work: 'file' | 'copies'; id: number } | { work: 'crops'; id: number; x: number; y: number }

/** One at a time: a picture takes a processor and some 100 MB. */
export const mediaQueue = defineQueue<MediaJob>({
  name: 'media',
  keyOf: (job) =>
    job.work === 'crops' ? `crops:${job.id}:${job.x}:${job.y}` : `${job.work}:${job.id}`,
  ...patiently,
  timeoutSeconds: 900,
})

export const queues: Queue[] = [
  deletions,
  tagQueue,
  typeQueue,
  batchQueue,
  mailQueue,
  dataExportQueue,
  mediaQueue,
]
