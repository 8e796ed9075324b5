import { useCallback, useEffect, useRef, useState } from 'react'
import { HttpError } from 'react-admin'
import { ownAccount } from '../../api/own_account'
import { api, type Schemas } from '../../api/client'
import { content } from '../../api/lists'
import { isProblem } from '../../api/problem'
import { KeptText } from './kept_text'

type Draft = Schemas['PostDraft']

/** The content of a post, by the definition; those that the editor has an input of its own for are typed. */
const names = Object.keys(content)

type Typed =
  | 'title'
  | 'content'
  | 'content_format'
  | 'slug'
  | 'excerpt'
  | 'language'
  | 'tags'
  | 'data'
  | 'seo'
  | 'canonical_url'
  | 'cover_id'

export type CopyFields = Pick<Draft, Typed> & Record<string, unknown>

/** The messages of fields by name, as in `title` or `data.place`. */
export type FieldErrors = Record<string, string>

/** Another editor saved since. Both texts are here, and neither is lost. */
export interface Conflict {
  theirs: CopyFields
  editor: string | null
  tag: string
}

export type SaveState = 'saved' | 'waiting' | 'saving' | 'offline' | 'failed'

const PAUSE_MS = 1000
const RETRY_MS = 5000

const fieldsOf = (draft: Draft) =>
  Object.fromEntries(names.map((name) => [name, draft[name as Typed]])) as CopyFields

const changed = (fields: CopyFields, saved: CopyFields): Partial<CopyFields> =>
  Object.fromEntries(
    names
      .filter((name) => JSON.stringify(fields[name]) !== JSON.stringify(saved[name]))
      .map((name) => [name, fields[name]])
  )

async function read(id: number) {
  const { data, response } = await api.GET('/posts/{id}/draft', { params: { path: { id } } })
  return { draft: data!, tag: response.headers.get('ETag')! }
}

type Present = Awaited<ReturnType<typeof read>>

const conflictWith = ({ draft, tag }: Present, editor = draft.editor): Conflict => ({
  theirs: fieldsOf(draft),
  editor: editor?.username ?? null,
  tag,
})

/**
 * The working copy of a post. It is saved a second after a change, unless another editor saved meanwhile.
 * What the server answers is never written into a field.
 */
export function useWorkingCopy(id: number) {
  const [draft, setDraft] = useState<Draft>()
  const [fields, setFields] = useState<CopyFields>()
  const [state, setState] = useState<SaveState>('saved')
  const [message, setMessage] = useState<string>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [conflict, setConflict] = useState<Conflict>()
  const [tag, setTag] = useState('')
  /** Whether there is a copy that says something else than readers see. */
  const [hasCopy, setHasCopy] = useState(false)
  const saved = useRef<CopyFields>(undefined)
  const kept = useRef<KeptText>(undefined)
  const latest = useRef({ fields, tag })
  latest.current = { fields, tag }

  const load = useCallback(async () => {
    const [{ id: userId }, present] = await Promise.all([ownAccount(), read(id)])
    kept.current = new KeptText(userId, id)
    saved.current = fieldsOf(present.draft)
    setTag(present.tag)
    setDraft(present.draft)
    setHasCopy(present.draft.begun_from !== null)
    setConflict(undefined)
    setErrors({})
    const unsaved = kept.current.read()
    if (!unsaved) return setFields(saved.current)
    // Text of a tab that crashed comes back, and is saved unless another editor changed the same since.
    const mine = changed(unsaved.fields, unsaved.base)
    const merged = { ...saved.current, ...mine }
    setFields(merged)
    const theirs = changed(saved.current, unsaved.base)
    const isMet = Object.keys(changed(merged, saved.current)).some((name) => name in theirs)
    if (isMet) setConflict(conflictWith(present))
    setState(isMet ? 'failed' : 'waiting')
  }, [id])

  useEffect(() => {
    load().catch(({ message: why }) => setMessage(why))
  }, [load])

  const save = useCallback(async (): Promise<boolean> => {
    const body = changed(latest.current.fields!, saved.current!)
    if (Object.keys(body).length === 0) {
      kept.current!.forget()
      setState('saved')
      return true
    }
    setState('saving')
    try {
      const { response } = await api.PATCH('/posts/{id}/draft', {
        params: { path: { id }, header: { 'If-Match': latest.current.tag } },
        body,
      })
      setTag(response.headers.get('ETag')!)
      setHasCopy(true)
      saved.current = { ...saved.current!, ...body }
      setMessage(undefined)
      setErrors({})
      const isDone = Object.keys(changed(latest.current.fields!, saved.current)).length === 0
      if (isDone) kept.current!.forget()
      setState(isDone ? 'saved' : 'waiting')
      return isDone
    } catch (error) {
      if (isProblem(error, 'precondition_failed')) {
        setConflict(conflictWith(await read(id), error.body.editor))
      }
      const isRefused = error instanceof HttpError
      setMessage(isRefused ? error.message : undefined)
      setErrors(isRefused ? (error.body?.errors ?? {}) : {})
      setState(isRefused ? 'failed' : 'offline')
      return false
    }
  }, [id])

  useEffect(() => {
    if (conflict || (state !== 'waiting' && state !== 'offline')) return
    const timer = setTimeout(() => void save(), state === 'waiting' ? PAUSE_MS : RETRY_MS)
    return () => clearTimeout(timer)
  }, [state, fields, conflict, save])

  useEffect(() => {
    if (state === 'saved') return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [state])

  const change = useCallback((changes: Partial<CopyFields>) => {
    const next = { ...latest.current.fields!, ...changes }
    latest.current.fields = next
    kept.current!.keep({ fields: next, base: saved.current! })
    setFields(next)
    setState('waiting')
  }, [])
  const settle = (isMine: boolean) => {
    const { theirs, tag: newTag } = conflict!
    const next = isMine ? { ...theirs, ...changed(latest.current.fields!, saved.current!) } : theirs
    setTag(newTag)
    saved.current = theirs
    setFields(next)
    if (isMine) kept.current!.keep({ fields: next, base: theirs })
    else kept.current!.forget()
    setConflict(undefined)
    setState(isMine ? 'waiting' : 'saved')
  }
  return {
    draft,
    fields,
    tag,
    hasCopy,
    state,
    message,
    errors,
    setErrors,
    conflict,
    change,
    settle,
    save,
    load,
  }
}

export type WorkingCopy = ReturnType<typeof useWorkingCopy>
