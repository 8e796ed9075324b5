import Box from '@mui/material/Box'

/**
 * What a user wrote, as text: never as HTML, in its own direction, broken where it is too long for the screen.
 * A long one scrolls.
 */
export const UserText = ({ children, lines }: { children: string | null; lines?: number }) => (
  <Box
    component="bdi"
    dir="auto"
    tabIndex={lines ? undefined : 0}
    sx={{
      display: lines ? '-webkit-box' : 'block',
      WebkitLineClamp: lines,
      WebkitBoxOrient: 'vertical',
      maxHeight: lines ? undefined : '50vh',
      overflow: lines ? 'hidden' : 'auto',
      overflowWrap: 'anywhere',
      whiteSpace: lines ? 'normal' : 'pre-wrap',
    }}
  >
    {children}
  </Box>
)
