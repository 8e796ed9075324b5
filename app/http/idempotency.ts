/** Retention of a stored response, as a PostgreSQL interval. */
export const answerLifetime = '24 hours'

/** A row that a stored response shows, such as `post:42`. */
export type Mention = `${string}:${number}`
