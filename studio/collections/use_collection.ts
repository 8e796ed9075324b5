import { useCallback, useEffect, useRef, useState } from 'react'
import type { HttpError } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { nextCursorIn } from '../api/page_cursors'
import { isProblem } from '../api/problem'
import { forgetChanges, keepChanges, keptChanges } from './kept_changes'

export type PostInOrder = Pick<Schemas['Post'], 'id' | 'title' | 'status'>

export const postFields = 'id,title,status'

export interface Content {
  title: string
  slug: string
  description: string | null
  posts: PostInOrder[]
}

/** A version that the server has, with its entity tag. */
export interface Version {
  content: Content
  tag: string
}

const idsOf = ({ posts }: Content) => posts.map(({ id }) => id)

/** The members that changed, but for the posts. */
const fieldChanges = (mine: Content, saved: Content) =>
  Object.fromEntries(
    (['title', 'slug', 'description'] as const)
      .filter((name) => mine[name] !== saved[name])
      .map((name) => [name, mine[name]])
  )

const isReordered = (mine: Content, saved: Content) => `${idsOf(mine)}` !== `${idsOf(saved)}`

const isChanged = (mine: Content, saved: Content) =>
  isReordered(mine, saved) || Object.keys(fieldChanges(mine, saved)).length > 0

/** The tag is read first: an order that is newer than its tag is refused, and none is overwritten. */
async function read(slug: string): Promise<Version> {
  const params = { path: { collection: slug } }
  const { data, response } = await api.GET('/collections/{collection}', { params })
  const { title, description } = data!
  const posts = await readPosts(slug)
  return {
    content: { title, slug: data!.slug, description, posts },
    tag: response.headers.get('ETag')!,
  }
}

async function readPosts(slug: string): Promise<PostInOrder[]> {
  const all: PostInOrder[] = []
  let cursor: string | undefined
  do {
    const query = { limit: 100, fields: postFields, cursor }
    const { data, response } = await api.GET('/collections/{collection}/posts', {
      params: { path: { collection: slug }, query },
    })
    all.push(...data!)
    cursor = nextCursorIn(response)
  } while (cursor)
  return all
}

/** @returns what the server has after it took the changed members, and then the posts */
async function write(mine: Content, saved: Version, told: (version: Version) => void) {
  let { content, tag } = saved
  const changes = fieldChanges(mine, content)
  if (Object.keys(changes).length > 0) {
    const { data, response } = await api.PATCH('/collections/{collection}', {
      params: { path: { collection: content.slug }, header: { 'If-Match': tag } },
      body: changes,
    })
    const { title, slug, description } = data!
    content = { ...content, title, slug, description }
    tag = response.headers.get('ETag')!
    told({ content, tag })
  }
  if (isReordered(mine, content)) {
    const { response } = await api.PUT('/collections/{collection}/posts', {
      params: { path: { collection: content.slug }, header: { 'If-Match': tag } },
      body: idsOf(mine),
    })
    told({ content: { ...content, posts: mine.posts }, tag: response.headers.get('ETag')! })
  }
}

/**
 * A collection while it is edited. What is not saved is kept in the tab. If another editor saved meanwhile, both versions
 * are there, and neither is lost.
 */
export function useCollection(slug: string) {
  const [mine, setMine] = useState<Content>()
  const [saved, setSaved] = useState<Version>()
  const [isKept, setKept] = useState(false)
  const [message, setMessage] = useState<string>()
  const [conflict, setConflict] = useState<Version>()
  const latest = useRef<Version>(undefined)
  latest.current = saved

  const take = (version: Version) => {
    latest.current = version
    setSaved(version)
  }
  const load = useCallback(async () => {
    const kept = keptChanges(slug)
    const present = kept?.saved ?? (await read(slug))
    take(present)
    setMine(kept?.mine ?? present.content)
    setKept(kept !== undefined)
  }, [slug])

  useEffect(() => {
    load().catch(({ message: why }: HttpError) => setMessage(why))
  }, [load])

  const isDirty = Boolean(mine && saved && isChanged(mine, saved.content))
  useEffect(() => {
    if (!isDirty) return
    keepChanges(slug, { mine: mine!, saved: saved! })
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isDirty, mine, saved, slug])

  const change = useCallback((changes: (now: Content) => Partial<Content>) => {
    setMine((now) => ({ ...now!, ...changes(now!) }))
  }, [])

  /** @throws HttpError for anything but a conflict. @returns whether all is saved */
  const save = async (base = saved!): Promise<boolean> => {
    setConflict(undefined)
    try {
      await write(mine!, base, take)
    } catch (error) {
      if (!isProblem(error, 'precondition_failed')) throw error
      setConflict(await read(latest.current!.content.slug))
      return false
    }
    // The server writes a slug in its own way.
    setMine(latest.current!.content)
    setKept(false)
    forgetChanges(slug)
    return true
  }
  const takeTheirs = (theirs: Version) => {
    forgetChanges(slug)
    take(theirs)
    setMine(theirs.content)
    setKept(false)
    setConflict(undefined)
  }
  const discard = async () => {
    forgetChanges(slug)
    await load()
  }
  return {
    mine,
    isDirty,
    isKept,
    message,
    conflict,
    change,
    save,
    takeTheirs,
    discard,
    closeConflict: () => setConflict(undefined),
  }
}
