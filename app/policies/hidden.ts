import { AuthorizationResponse } from '@adonisjs/bouncer'

/** Like a missing row: the caller may not know that it exists. */
export const hidden = AuthorizationResponse.deny(undefined, 404)
