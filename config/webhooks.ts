import { lookup as systemLookup } from 'node:dns'
import env from '#start/env'

/** Networks inside that webhooks may call. */
export const allow = env.get('WEBHOOK_ALLOW')

/** How names are resolved. */
export const lookup = systemLookup
