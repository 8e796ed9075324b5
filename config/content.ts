import env from '#start/env'

/** The most revisions of a post, beside those that are kept by hand. */
export const revisionsKept = env.get('REVISIONS_KEEP')
/** Seconds. */
export const trashKeepSeconds = env.get('TRASH_KEEP')
export const scheduleGraceSeconds = env.get('SCHEDULE_GRACE')
