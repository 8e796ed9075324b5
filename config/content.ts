import env from '#start/env'

/** The most revisions of a post, beside those that are kept by hand. */
export const revisionsKept = env.get('REVISIONS_KEEP')
