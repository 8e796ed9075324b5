import env from '#start/env'

export default {
  /** Searches match word forms of this language, beside English and Russian. */
  language: env.get('SITE_LANGUAGE'),
}
