import { makeCrops } from '#jobs/media/make_crops'
import { makeCopies } from '#jobs/media/make_copies'
import type { MediaJob } from '#queue/queues'

/** Makes the copies of a picture. A second run makes the same ones. */
export const processMedia = (job: MediaJob): Promise<void> =>
  job.work === 'file' ? makeCopies(job.id) : makeCrops(job.id, { x: job.x / 1000, y: job.y / 1000 })
