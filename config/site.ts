import env from '#start/env'

export const description = env.get('SITE_DESCRIPTION')
export const rules = env.get('SITE_RULES')
export const contact = env.get('SITE_CONTACT')
