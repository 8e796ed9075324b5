import Box from '@mui/material/Box'
import { Fragment } from 'react'

/** A word that may be wider than its place. */
const longWord = /\S{25}/

export const hasLongWord = (text: string) => longWord.test(text)

interface Props {
  children: string | null
  /** Shown of a long one on a wide screen; without it, a long one scrolls. */
  lines?: number
}

/**
 * What a user wrote, as text: never as HTML, in its own direction. Words are whole, but for long ones, which are broken
 * where the screen ends.
 */
export const UserText = ({ children, lines }: Props) => {
  const isLong = hasLongWord(children ?? '')
  return (
    <Box
      component="bdi"
      dir="auto"
      tabIndex={lines ? undefined : 0}
      sx={{
        display: lines ? '-webkit-box' : 'block',
        // A narrow screen needs more lines for the same text.
        WebkitLineClamp: lines && { xs: 2 * lines, sm: lines },
        WebkitBoxOrient: 'vertical',
        maxHeight: lines ? undefined : '50vh',
        overflow: lines ? 'hidden' : 'auto',
        overflowWrap: isLong ? 'anywhere' : 'break-word',
        whiteSpace: lines ? 'normal' : 'pre-wrap',
      }}
    >
      {isLong && lines ? withBreaks(children!) : children}
    </Box>
  )
}

/** Addresses and names of files are broken at their signs, as long as that is enough. */
const withBreaks = (text: string) =>
  text.split(/(?<=[@._/])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
