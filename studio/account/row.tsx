import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import { UserText } from '../kit/user_text'

interface Props {
  name: string
  /** On hover. */
  title?: string
  /** What is known of it. */
  children: ReactNode
  action: ReactNode
}

/** One of a user's sessions, tokens and the like, in a list. */
export const Row = ({ name, title, children, action }: Props) => (
  <Box
    component="li"
    sx={{
      display: 'flex',
      gap: 1,
      alignItems: 'center',
      py: 1,
      borderTop: 1,
      borderColor: 'divider',
    }}
  >
    <Box sx={{ flex: 1, minWidth: 0 }} title={title}>
      <UserText lines={2}>{name}</UserText>
      <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Box>
    {action}
  </Box>
)
