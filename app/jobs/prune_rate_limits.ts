import { deleteInBatches } from '#db/delete_in_batches'

/** Deletes counts of limits whose time is over; without Redis they are here. @returns how many */
export const pruneRateLimits = () => deleteInBatches('rate_limits', 'expire <= ?', [Date.now()])
