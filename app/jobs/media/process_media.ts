import { makeCrops } from '#jobs/media/make_crops'
import { makeCopies } from '#jobs/media/make_copies'
import { remakeCopies } from '#jobs/media/remake_copies'
import type { MediaJob } from '#queue/queues'

/** Makes the copies of a picture. A second run makes the same ones. */
export function processMedia(job: MediaJob): Promise<void> {
  if (job.work === 'crops') return makeCrops(job.id, { x: job.x / 1000, y: job.y / 1000 })
  return job.work === 'file' ? makeCopies(job.id) : remakeCopies(job.id)
}
