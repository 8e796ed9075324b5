import { deleteInBatches } from '#db/delete_in_batches'
import { BATCH_DAYS } from '#domain/batch'

const isOld = `created_at <= now() - interval '${BATCH_DAYS} days' and state <> 'running'`

/** Targets first: a batch may have thousands. @returns rows */
export async function pruneBatches() {
  const isOfOld = `batch_id in (select id from batches where ${isOld})`
  return (
    (await deleteInBatches('batch_targets', isOfOld)) + (await deleteInBatches('batches', isOld))
  )
}
