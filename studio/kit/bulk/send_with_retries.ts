import { HttpError } from 'react-admin'

const MAX_TRIES = 10

/** Sends again after the pause that a busy server asks for. @throws what it throws for any other reason */
export async function sendWithRetries<T>(
  send: () => Promise<T>,
  onPause: (seconds: number | undefined) => void
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send()
    } catch (error) {
      const seconds = pauseOf(error)
      if (seconds === undefined || tries === MAX_TRIES) throw error
      onPause(seconds)
      await new Promise((resolve) => {
        setTimeout(resolve, seconds * 1000)
      })
    } finally {
      onPause(undefined)
    }
  }
}

/** @returns how many seconds a busy server asks to wait */
export const pauseOf = (error: unknown): number | undefined =>
  error instanceof HttpError && (error.status === 429 || error.status === 503)
    ? error.body?.retryAfter
    : undefined
