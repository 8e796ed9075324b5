/** `open`: takes more targets. `failed`: the job stopped, as the actor may no longer act. */
export const batchStates = ['open', 'running', 'done', 'cancelled', 'failed'] as const
export type BatchState = (typeof batchStates)[number]

/** The targets of one transaction: as many as fit well within the statement timeout. */
export const MAX_PART_TARGETS = 100

/** The limit of one request, and of the targets that wait in one batch. */
export const MAX_BATCH_TARGETS = 10_000

export const MAX_DRY_RUN_TARGETS = 1000

/** For each actor. */
export const MAX_RUNNING_BATCHES = 5

/** How long a batch is listed, in days. The audit log keeps what it did. */
export const BATCH_DAYS = 90
