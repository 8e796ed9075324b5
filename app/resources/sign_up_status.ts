import { oneOf } from '#resources/definition/members'
import { shape } from '#resources/definition/shape'

export const signUpStatus = shape({ status: oneOf(['confirm_email', 'waits_for_approval']) })
