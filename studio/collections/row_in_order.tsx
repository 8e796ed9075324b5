import ArrowDownward from '@mui/icons-material/ArrowDownward'
import ArrowUpward from '@mui/icons-material/ArrowUpward'
import Close from '@mui/icons-material/Close'
import DragIndicator from '@mui/icons-material/DragIndicator'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import { memo, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslate } from 'react-admin'
import { UserText } from '../kit/user_text'
import type { PostInOrder } from './use_collection'

/** Where a line shows that the dragged row would come. */
export type Mark = 'above' | 'below' | undefined

interface Props {
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

/** A post in its place, moved by a handle, buttons or keys. */
export const RowInOrder = memo(
  ({ post, index, isDragged, mark, move, remove, grab, ...ends }: Props) => {
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
        <Typography
          component="span"
          color="textSecondary"
          sx={{ minWidth: 24, textAlign: 'right' }}
        >
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
  }
)
