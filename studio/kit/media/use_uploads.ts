import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { HttpError, useLocaleState, useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { bytesIn, type MediaFile } from './file'
import { sendFile, untilReady } from './send_file'

export interface Upload {
  key: number
  name: string
  state: 'waits' | 'goes' | 'processing' | 'failed'
  /** How much of it is sent, from 0 to 1. */
  part: number
  /** Why it failed. */
  reason?: string
}

/** The limits of uploads, in bytes. */
export const readLimits = (queryClient: QueryClient) =>
  queryClient.fetchQuery({
    queryKey: ['limits'],
    queryFn: async () => (await api.GET('/instance')).data!.limits,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** @returns what the user is told of a refused upload */
function useReason() {
  const translate = useTranslate()
  const [locale] = useLocaleState()
  return useCallback(
    (error: unknown, mostBytes: number): string => {
      const { message, body } = error as HttpError
      const facts: Record<string, object> = {
        payload_too_large: { size: bytesIn(locale, mostBytes) },
        quota_exceeded: {},
        rate_limited: { smart_count: Math.ceil((body?.retryAfter ?? 60) / 60) },
      }
      const known = facts[body?.code]
      return known
        ? translate(`plaza.media.refused.${body.code}`, known)
        : translate(message, { _: message })
    },
    [translate, locale]
  )
}

let count = 0

/** Uploads files, one after another. */
export function useUploads() {
  const queryClient = useQueryClient()
  const reasonOf = useReason()
  const [uploads, show] = useState<Upload[]>([])
  const last = useRef<Promise<unknown>>(Promise.resolve())

  const isBusy = uploads.some(({ state }) => state !== 'failed')
  useEffect(() => {
    if (!isBusy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isBusy])

  const dismiss = useCallback(
    (key: number) => show((all) => all.filter((one) => one.key !== key)),
    []
  )

  /** @param waits whether for the copies of a picture @returns undefined if it failed, which the list tells */
  const send = useCallback(
    async (file: File, { waits = false } = {}): Promise<MediaFile | undefined> => {
      const key = count++
      const change = (changes: Partial<Upload>) =>
        show((all) => all.map((one) => (one.key === key ? { ...one, ...changes } : one)))
      show((all) => [...all, { key, name: file.name, state: 'waits', part: 0 }])
      const { upload: most } = await readLimits(queryClient)
      const sent = last.current.then(() => {
        if (file.size > most) throw new HttpError('', 413, { code: 'payload_too_large' })
        change({ state: 'goes' })
        return sendFile(file, (part) => change({ part }))
      })
      last.current = sent.catch(() => {})
      try {
        const arrived = await sent
        void queryClient.invalidateQueries({ queryKey: ['media'] })
        if (waits) change({ state: 'processing' })
        const made = waits ? await untilReady(arrived) : arrived
        dismiss(key)
        return made
      } catch (error) {
        change({ state: 'failed', reason: reasonOf(error, most) })
        return undefined
      }
    },
    [queryClient, reasonOf, dismiss]
  )
  return { uploads, send, dismiss }
}

export type Uploads = ReturnType<typeof useUploads>
