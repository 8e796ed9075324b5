import { deleteInBatches } from '#db/delete_in_batches'
import { exportDays } from '#domain/data_export'

/** Those that were never finished, too. Their parts go with them. @returns rows */
export const pruneDataExports = () =>
  deleteInBatches(
    'data_exports',
    `coalesce(finished_at, created_at) <= now() - interval '${exportDays} days'`
  )
