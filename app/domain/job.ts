/** The states of pg-boss: `retry` waits for its next try, `failed` had its last one. */
export const jobStates = ['created', 'retry', 'active', 'completed', 'cancelled', 'failed'] as const
export type JobState = (typeof jobStates)[number]
