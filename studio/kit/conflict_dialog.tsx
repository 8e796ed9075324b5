import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useId, type ReactNode } from 'react'
import { useTranslate } from 'react-admin'

interface Props {
  mine: ReactNode
  theirs: ReactNode
  keepMine: () => void
  takeTheirs: () => void
  /** Goes back to one's own version, which stays unsaved. */
  close: () => void
}

/** Shows what the user wants to save beside what another user saved meanwhile. */
export const ConflictDialog = ({ mine, theirs, keepMine, takeTheirs, close }: Props) => {
  const id = useId()
  const translate = useTranslate()
  const text = (name: string) => translate(`plaza.conflict.${name}`)
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby={id}>
      <DialogTitle id={id}>{text('title')}</DialogTitle>
      <DialogContent>
        <Typography gutterBottom>{text('help')}</Typography>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { sm: '1fr 1fr' } }}>
          {[
            { label: text('mine'), version: mine },
            { label: text('theirs'), version: theirs },
          ].map(({ label, version }) => (
            <Box key={label} component="section" aria-label={label} sx={{ minWidth: 0 }}>
              <Typography component="h3" sx={{ fontWeight: 600 }}>
                {label}
              </Typography>
              {version}
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('ra.action.close')}</Button>
        <Button onClick={takeTheirs}>{text('take_theirs')}</Button>
        <Button variant="contained" onClick={keepMine}>
          {text('keep_mine')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
