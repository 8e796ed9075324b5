import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { UserText } from '../../kit/user_text'
import type { Conflict, CopyFields } from './use_working_copy'

interface Props {
  conflict: Conflict
  mine: CopyFields
  settle: (isMine: boolean) => void
}

/** Shows both texts. What is not chosen can be copied from here. */
export const ConflictDialog = ({ conflict, mine, settle }: Props) => {
  const translate = useTranslate()
  const { theirs, editor } = conflict
  return (
    <Dialog open fullWidth maxWidth="md" aria-labelledby="conflict-title">
      <DialogTitle id="conflict-title">
        {translate('resources.posts.conflict.title', { name: editor ?? '…' })}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2, gridTemplateColumns: { sm: '1fr 1fr' } }}>
        {[
          { label: 'mine', fields: mine },
          { label: 'theirs', fields: theirs },
        ].map(({ label, fields }) => (
          <Box key={label} sx={{ minWidth: 0 }}>
            <Typography component="h3" sx={{ fontWeight: 600 }}>
              {translate(`resources.posts.conflict.${label}`)}
            </Typography>
            <UserText lines={3}>{fields.title}</UserText>
            <UserText>{fields.content}</UserText>
          </Box>
        ))}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => settle(false)}>
          {translate('resources.posts.conflict.take_theirs')}
        </Button>
        <Button variant="contained" onClick={() => settle(true)}>
          {translate('resources.posts.conflict.keep_mine')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
