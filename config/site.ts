import env from '#start/env'

export const description = env.get('SITE_DESCRIPTION')
export const rules = env.get('SITE_RULES')
export const contact = env.get('SITE_CONTACT')
export const termsUrl = env.get('SITE_TERMS_URL')
