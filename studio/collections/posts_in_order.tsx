import ArrowDownward from '@mui/icons-material/ArrowDownward'
import ArrowUpward from '@mui/icons-material/ArrowUpward'
import Close from '@mui/icons-material/Close'
import DragIndicator from '@mui/icons-material/DragIndicator'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import visuallyHidden from '@mui/utils/visuallyHidden'
import {
  memo,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react'
import { useTranslate } from 'react-admin'
import { UserText } from '../kit/user_text'
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
          <Row
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

type Mark = 'above' | 'below' | undefined

/** On which side of a row the dragged one would come. */
function markOf(index: number, dragged: number | undefined, target: number | undefined): Mark {
  if (dragged === undefined || index !== target || target === dragged) return undefined
  return target < dragged ? 'above' : 'below'
}

interface RowProps {
  post: PostInOrder
  index: number
  isFirst: boolean
  isLast: boolean
  isDragged: boolean
  mark: Mark
  move: (from: number, to: number) => void
  remove: (index: number) => void
  grab: (index: number, event: PointerEvent) => void
}

const Row = memo(({ post, index, isDragged, mark, move, remove, grab, ...ends }: RowProps) => {
  const { title, status } = post
  const translate = useTranslate()
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    const isUp = event.key === 'ArrowUp'
    if (event.shiftKey) move(index, isUp ? 0 : Number.POSITIVE_INFINITY)
    else move(index, index + (isUp ? -1 : 1))
  }
  const button = (act: 'up' | 'down' | 'remove') => ({
    'size': 'small' as const,
    'aria-label': translate(`resources.collections.${act}`, { title }),
    'data-act': act,
  })
  return (
    <Box
      component="li"
      onKeyDown={press}
      sx={{
        'display': 'flex',
        'gap': 0.5,
        'alignItems': 'center',
        'py': 0.5,
        'borderTop': 1,
        'borderColor': 'divider',
        'opacity': isDragged ? 0.5 : 1,
        'boxShadow': ({ palette }) =>
          mark ? `inset 0 ${mark === 'above' ? 2 : -2}px ${palette.primary.main}` : 'none',
        '&:focus-within': { backgroundColor: 'action.hover' },
      }}
    >
      <Box
        component="span"
        onPointerDown={(event) => grab(index, event)}
        sx={{
          cursor: 'grab',
          touchAction: 'none',
          display: 'flex',
          color: 'text.secondary',
          p: 0.5,
        }}
      >
        <DragIndicator fontSize="small" aria-hidden />
      </Box>
      <Typography component="span" color="textSecondary" sx={{ minWidth: 24, textAlign: 'right' }}>
        {index + 1}
      </Typography>
      <Box sx={{ flex: 1, minWidth: 0, px: 1 }}>
        <UserText lines={2}>{title}</UserText>
        {status !== 'published' && (
          <Typography variant="body2" color="textSecondary">
            {translate(`resources.posts.status.${status}`)}
          </Typography>
        )}
      </Box>
      {/* Not disabled at the ends: a button that is loses the focus. */}
      <IconButton
        {...button('up')}
        aria-disabled={ends.isFirst}
        onClick={() => move(index, index - 1)}
      >
        <ArrowUpward fontSize="small" color={ends.isFirst ? 'disabled' : 'inherit'} />
      </IconButton>
      <IconButton
        {...button('down')}
        aria-disabled={ends.isLast}
        onClick={() => move(index, index + 1)}
      >
        <ArrowDownward fontSize="small" color={ends.isLast ? 'disabled' : 'inherit'} />
      </IconButton>
      <IconButton {...button('remove')} onClick={() => remove(index)}>
        <Close fontSize="small" />
      </IconButton>
    </Box>
  )
})

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
