import { deleteInBatches } from '#db/delete_in_batches'
import { exportDays } from '#domain/data_export'

/** With unfinished exports. A row's parts go with it. @returns rows */
export const pruneDataExports = () =>
  deleteInBatches(
    'data_exports',
    `coalesce(finished_at, created_at) <= now() - interval '${exportDays} days'`
  )
