import env from '#start/env'
import { appUrl } from '#config/app'
import { readIssuers } from '#start/oidc_rules'

/** Where this API stands, without a slash at its end. */
export const base = appUrl.replace(/(?<!\/)\/+$/, '')

export const issuers = readIssuers(process.env)

/** The page of the studio that a sign-in leads back to. */
export const studioUri = `${base}/studio/login`

/** Addresses that a sign-in may lead back to, and no other. */
export const redirectUris = [...env.get('OIDC_REDIRECT_URIS'), studioUri]

/** Of each request to an issuer; a sign-in makes five at most. */
export const timeoutSeconds = 5

/** Whether the password signs in. */
export const passwords = env.get('LOCAL_LOGIN') === 'on'
