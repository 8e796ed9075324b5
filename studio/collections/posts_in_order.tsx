import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import visuallyHidden from '@mui/utils/visuallyHidden'
import { memo, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslate } from 'react-admin'
import { RowInOrder, type Mark } from './row_in_order'
import { useDrag } from './use_drag'
import type { Content, PostInOrder } from './use_collection'

interface Props {
  posts: PostInOrder[]
  change: (changes: (now: Content) => Partial<Content>) => void
}

/** @returns the list with one member at another place */
function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from)
  return [...rest.slice(0, to), all[from], ...rest.slice(to)]
}

/** Posts that are ordered by mouse, touch or keys. Each step is announced to screen readers. */
export const PostsInOrder = memo(({ posts, change }: Props) => {
  const translate = useTranslate()
  const list = useRef<HTMLOListElement>(null)
  const [said, say] = useState('')
  const keepFocus = useKeptFocus(posts)
  const latest = useRef(posts)
  latest.current = posts

  const move = useCallback(
    (from: number, to: number) => {
      const { length: count } = latest.current
      const place = Math.min(Math.max(to, 0), count - 1)
      if (place !== from) {
        keepFocus()
        change((now) => ({ posts: moved(now.posts, from, place) }))
      }
      const { title } = latest.current[from]
      say(translate('resources.collections.moved', { title, place: place + 1, count }))
    },
    [change, keepFocus, translate]
  )
  const remove = useCallback(
    (index: number) => {
      const { title } = latest.current[index]
      change((now) => ({ posts: now.posts.filter((_, other) => other !== index) }))
      say(translate('resources.collections.removed', { title }))
      const next = list.current?.children[index + 1] ?? list.current?.children[index - 1]
      next?.querySelector<HTMLElement>('[data-act=remove]')?.focus()
    },
    [change, translate]
  )
  const { grab, dragged, target } = useDrag(list, move)

  return (
    <>
      <Typography variant="body2" color="textSecondary" sx={{ my: 1.5 }}>
        {translate(
          posts.length > 0 ? 'resources.collections.keys' : 'resources.collections.no_posts'
        )}
      </Typography>
      <Box component="ol" ref={list} sx={{ listStyle: 'none', p: 0, m: 0 }}>
        {posts.map((post, index) => (
          <RowInOrder
            key={post.id}
            post={post}
            index={index}
            isFirst={index === 0}
            isLast={index === posts.length - 1}
            isDragged={index === dragged}
            mark={markOf(index, dragged, target)}
            move={move}
            remove={remove}
            grab={grab}
          />
        ))}
      </Box>
      <Box role="status" sx={visuallyHidden}>
        {said}
      </Box>
    </>
  )
})

/** On which side of a row the dragged one would come. */
function markOf(index: number, dragged: number | undefined, target: number | undefined): Mark {
  if (dragged === undefined || index !== target || target === dragged) return undefined
  return target < dragged ? 'above' : 'below'
}

/** Gives the focus back to a button whose row moved: a browser takes it from an element that changes its place. */
function useKeptFocus(posts: PostInOrder[]) {
  const focused = useRef<HTMLElement>(undefined)
  useLayoutEffect(() => {
    focused.current?.focus()
    focused.current = undefined
  }, [posts])
  return useCallback(() => {
    focused.current = document.activeElement as HTMLElement
  }, [])
}
