import { useCallback, useEffect, useRef, useState } from 'react'
import type { HttpError } from 'react-admin'
import { isProblem } from '../api/problem'

/** What the server has, with its entity tag. */
export interface Version<T> {
  data: T
  tag: string
}

/** What the user wants to save, and what another user saved meanwhile. */
export interface Conflict<T, Values> {
  mine: Values
  theirs: Version<T>
}

/** The body and the entity tag of an answer. */
export const versionOf = <T>({ data, response }: { data?: T; response: Response }): Version<T> => ({
  data: data!,
  tag: response.headers.get('ETag')!,
})

interface Ways<T, Values> {
  read: () => Promise<Version<T>>
  /** Writes under the tag of the version that the user began from. */
  write: (mine: Values, base: Version<T>) => Promise<unknown>
}

/**
 * Something that is edited in a form. A newer version of the server is never overwritten, and never replaces what is typed,
 * before the user has seen both.
 */
export function useVersion<T, Values>({ read, write }: Ways<T, Values>) {
  const [version, take] = useState<Version<T>>()
  const [message, setMessage] = useState<string>()
  const [conflict, setConflict] = useState<Conflict<T, Values>>()
  /** Counts versions that the form has to begin from anew. */
  const [formNumber, countForm] = useState(0)
  const latest = useRef(read)
  latest.current = read

  const reread = useCallback(async () => take(await latest.current()), [])
  /** Takes a newer version, unless what the user may be changing differs from it. */
  const follow = useCallback(async (isSame: (fresh: T, now: T) => boolean) => {
    const fresh = await latest.current()
    take((now) => (now && !isSame(fresh.data, now.data) ? now : fresh))
  }, [])
  useEffect(() => {
    reread().catch(({ message: why }: HttpError) => setMessage(why))
  }, [reread])

  /** @throws HttpError for anything but a conflict. @returns whether it is saved */
  const save = async (mine: Values, base = version!): Promise<boolean> => {
    setConflict(undefined)
    try {
      await write(mine, base)
    } catch (error) {
      if (!isProblem(error, 'precondition_failed')) throw error
      setConflict({ mine, theirs: await read() })
      return false
    }
    await reread()
    return true
  }
  const takeTheirs = () => {
    take(conflict!.theirs)
    countForm((before) => before + 1)
    setConflict(undefined)
  }
  const closeConflict = () => setConflict(undefined)
  return { version, message, conflict, formNumber, save, follow, takeTheirs, closeConflict }
}
