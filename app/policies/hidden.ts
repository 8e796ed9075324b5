import { AuthorizationResponse } from '@adonisjs/bouncer'

/** Answers as for a missing row: the caller may not know that it exists. */
export const hidden = AuthorizationResponse.deny(undefined, 404)
