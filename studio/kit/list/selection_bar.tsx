import Button from '@mui/material/Button'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import { useTranslate } from 'react-admin'

interface Props {
  count: number
  unselect: () => void
  children: ReactNode
}

/** What can be done with the selection. It stays in sight below the rows. */
export const SelectionBar = ({ count, unselect, children }: Props) => {
  const translate = useTranslate()
  if (count === 0) return null
  return (
    <Paper
      component="section"
      elevation={1}
      aria-label={translate('plaza.bulk.selection')}
      sx={{
        position: 'sticky',
        bottom: 0,
        zIndex: 3,
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1,
        px: 2,
        py: 0.5,
      }}
    >
      <Typography role="status" sx={{ mr: 1, fontWeight: 600 }}>
        {translate('plaza.bulk.selected', { smart_count: count })}
      </Typography>
      {children}
      <Button onClick={unselect}>{translate('plaza.bulk.unselect')}</Button>
    </Paper>
  )
}
