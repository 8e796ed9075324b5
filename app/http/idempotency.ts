/** How long an answer is kept for its repetitions, as an interval of PostgreSQL. */
export const answerLifetime = '24 hours'

/** A row that a stored answer shows, such as `post:42`. */
export type Mention = `${'user' | 'post' | 'comment' | 'report' | 'role' | 'audit_entry'}:${number}`
