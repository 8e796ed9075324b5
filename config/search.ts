import env from '#start/env'

export default {
  /** Whose word forms meet in a search, beside those of English and Russian. */
  language: env.get('SITE_LANGUAGE'),
}
