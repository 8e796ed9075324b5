/** How long an answer is kept for its repetitions, as an interval of PostgreSQL. */
export const answerLifetime = '24 hours'
