/** What an answer tells the frame of all screens. */
function signal() {
  let listener: (() => void) | undefined
  return {
    tell: () => listener?.(),
    /** @returns what takes the listener back */
    listen(act: () => void) {
      listener = act
      return () => {
        listener = undefined
      }
    },
  }
}

/** The account has to set up a second factor before anything else. */
export const factorNeeded = signal()

/** The user has to accept the terms before anything is written. */
export const termsNeeded = signal()
