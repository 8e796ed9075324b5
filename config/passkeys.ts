import env from '#start/env'
import { appUrl } from '#config/app'
import { site } from '#config/mail'

/** The domain that passkeys belong to. */
export const rpId = env.get('PASSKEY_RP_ID') ?? new URL(site.url).hostname

/** Browsers give passkeys of a domain to pages of it and below. */
const isBelow = (origin: string) => `.${new URL(origin).hostname}`.endsWith(`.${rpId}`)

/** The pages that may ask for them. */
export const origins = env.get('PASSKEY_ORIGINS') ?? [
  ...new Set([site.url, appUrl].map((url) => new URL(url).origin).filter(isBelow)),
]

const stray = origins.find((origin) => !isBelow(origin))
if (stray) throw new Error(`PASSKEY_ORIGINS has ${stray}, which is not of the domain ${rpId}`)
