type Confirm = () => Promise<boolean>

let ask: Confirm | undefined
let asking: Promise<boolean> | undefined

/** Whether an answer says that the sign-in is too old for what was asked (RFC 9470). */
export const isStale = (response: Response): boolean =>
  response.status === 401 &&
  response.headers.get('WWW-Authenticate')?.includes('insufficient_user_authentication') === true

/** Asks the user, once for all requests that wait. @returns whether the sign-in is fresh now */
export function confirmSignIn(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => {
    asking = undefined
  })
  return asking
}

/** @param confirm shows the question @returns takes it back */
export function confirmSignInBy(confirm: Confirm) {
  ask = confirm
  return () => {
    ask = undefined
  }
}
