/** The fewest connections that a worker can work with: one for a transaction, one beside it. */
const MIN_CONNECTIONS = 2

/** How many of this machine's connections (`DB_POOL_MAX`) are one worker's. */
export const poolShare = (max: number, workers: number) =>
  Math.max(MIN_CONNECTIONS, Math.floor(max / workers))
