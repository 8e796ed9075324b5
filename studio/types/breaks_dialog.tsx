import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import type { HttpError } from 'react-admin'
import { useTranslate } from 'react-admin'
import { UserText } from '../kit/user_text'

interface Props {
  /** A problem with the code `schema_breaks_posts`. */
  refusal: HttpError
  force: () => void
  close: () => void
}

/** Says which posts would break a schema, and keeps it if the user insists. */
export const BreaksDialog = ({ refusal, force, close }: Props) => {
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.types.breaks.${name}`)
  const posts: { detail: string }[] = refusal.body.problems ?? []
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="breaks-title">
      <DialogTitle id="breaks-title">{text('title')}</DialogTitle>
      <DialogContent>
        <Typography gutterBottom sx={{ overflowWrap: 'anywhere' }}>
          {refusal.message}
        </Typography>
        <ul>
          {posts.map(({ detail }) => (
            <li key={detail}>
              <UserText lines={3}>{detail}</UserText>
            </li>
          ))}
        </ul>
        <Typography>{text('help')}</Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('ra.action.cancel')}</Button>
        <Button color="error" onClick={force}>
          {text('force')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
