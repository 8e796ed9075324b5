import { deleteInBatches } from '#db/delete_in_batches'

/** Without Redis the rate limits are in this table. @returns rows */
export const pruneRateLimits = () => deleteInBatches('rate_limits', 'expire <= ?', [Date.now()])
