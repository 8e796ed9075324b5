import { useState } from 'react'
import { type HttpError, useNotify } from 'react-admin'

/** Runs a write. @returns undefined if it is done; otherwise the failure is told, and has the messages of fields */
export function useTask() {
  const notify = useNotify()
  const [isBusy, setBusy] = useState(false)

  const run = async (task: () => Promise<unknown>): Promise<Record<string, string> | undefined> => {
    setBusy(true)
    try {
      await task()
      return undefined
    } catch (error) {
      const { message, body } = error as HttpError
      notify(message, { type: 'error' })
      // A lost connection has no body.
      return body?.errors ?? {}
    } finally {
      setBusy(false)
    }
  }
  return { run, isBusy }
}
