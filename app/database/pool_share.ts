const MIN_CONNECTIONS = 2

export const JOB_CONNECTIONS = { handlers: 2, queue: 2 }

export interface Processes {
  workers: number
  hasJobProcess: boolean
}

/** One worker's share of this machine's connections (`DB_POOL_MAX`). */
export function poolShare(max: number, { workers, hasJobProcess }: Processes) {
  const left = hasJobProcess ? max - JOB_CONNECTIONS.handlers - JOB_CONNECTIONS.queue : max
  return Math.max(MIN_CONNECTIONS, Math.floor(left / workers))
}
