import { handler } from '#queue/handler'
import {
  batchQueue,
  dataExportQueue,
  deletions,
  mailQueue,
  mediaQueue,
  tagQueue,
  typeQueue,
} from '#queue/queues'
import { finishDeletion } from '#jobs/finish_deletion'
import { followTypes } from '#jobs/follow_types'
import { processMedia } from '#jobs/media/process_media'
import { retagPosts } from '#jobs/retag_posts'
import { sendMail } from '#jobs/send_mail'
import { workOnBatch } from '#jobs/work_on_batches'
import { writeDataExport } from '#jobs/write_data_export'

export const handlers = [
  handler(deletions, finishDeletion),
  handler(tagQueue, retagPosts),
  handler(typeQueue, followTypes),
  handler(batchQueue, workOnBatch),
  handler(mailQueue, sendMail),
  handler(dataExportQueue, writeDataExport),
  handler(mediaQueue, processMedia),
]
