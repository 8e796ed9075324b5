/** The fewest connections that a worker can work with: one for a transaction, one beside it. */
const MIN_CONNECTIONS = 2

/** What the process of jobs has: for the jobs themselves, and for the queue. */
export const JOB_CONNECTIONS = { handlers: 2, queue: 2 }

export interface Processes {
  workers: number
  /** Whether jobs have a process of their own. */
  hasJobProcess: boolean
}

/** How many of this machine's connections (`DB_POOL_MAX`) are one worker's. */
export function poolShare(max: number, { workers, hasJobProcess }: Processes) {
  const left = hasJobProcess ? max - JOB_CONNECTIONS.handlers - JOB_CONNECTIONS.queue : max
  return Math.max(MIN_CONNECTIONS, Math.floor(left / workers))
}
