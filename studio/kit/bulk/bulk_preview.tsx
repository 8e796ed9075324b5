import Button from '@mui/material/Button'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import { useTask } from '../use_task'
import { UserText } from '../user_text'
import { Failures } from './failures'
import type { Outcome } from './use_batch'

const MAX_SHOWN = 10

interface Props {
  /** What it does. */
  action: string
  outcome: Outcome
  titleId: string
  nameOf: (id: number) => string
  apply: () => Promise<void>
  back: () => void
  close: () => void
}

/** What an action would do, before it does anything. */
export const BulkPreview = (props: Props) => {
  const { action, outcome, titleId, nameOf, apply, back, close } = props
  const { done, failed } = outcome
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const resolved = done.reduce((sum, { after }) => sum + (Number(after.reports_resolved) || 0), 0)
  const shown = done.slice(0, MAX_SHOWN)
  return (
    <>
      <DialogTitle id={titleId}>{translate('plaza.bulk.preview_title', { action })}</DialogTitle>
      <DialogContent>
        <Typography>
          {translate('plaza.bulk.would_do', {
            done: done.length,
            total: done.length + failed.length,
          })}
        </Typography>
        <ul>
          {shown.map(({ target_id: id }) => (
            <li key={id}>
              <UserText lines={2}>{nameOf(id)}</UserText>
            </li>
          ))}
          {done.length > shown.length && (
            <li>{translate('plaza.bulk.and_more', { smart_count: done.length - shown.length })}</li>
          )}
        </ul>
        {resolved > 0 && (
          <Typography>{translate('plaza.bulk.resolves', { smart_count: resolved })}</Typography>
        )}
        <Failures text="plaza.bulk.would_fail" failed={failed} nameOf={nameOf} />
      </DialogContent>
      <DialogActions>
        <Button onClick={back}>{translate('plaza.bulk.back')}</Button>
        <Button onClick={close}>{translate('ra.action.cancel')}</Button>
        <Button
          variant="contained"
          // The form before it had the focus.
          autoFocus
          disabled={isBusy || done.length === 0}
          onClick={() => void run(apply)}
        >
          {translate('plaza.bulk.submit', { smart_count: done.length })}
        </Button>
      </DialogActions>
    </>
  )
}
