import LinearProgress from '@mui/material/LinearProgress'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useTranslate } from 'react-admin'
import { api } from '../../api/client'
import { Failures } from './failures'
import { isUnfinished, type Batch } from './use_batch'

interface Props {
  batch: Batch
  nameOf?: (id: number) => string
}

/** How far a batch is, and for which targets it failed. */
export const BatchProgress = ({ batch, nameOf }: Props) => {
  const translate = useTranslate()
  const { id, detail, targets_count: total, done_count: done, failed_count: failed } = batch
  const { data: failures = [] } = useQuery({
    queryKey: ['failures of batch', id, failed],
    queryFn: async () => {
      const params = { path: { id }, query: { limit: 100 } }
      return (await api.GET('/admin/batches/{id}/failures', { params })).data!
    },
    enabled: failed > 0,
    placeholderData: (before) => before,
  })
  const progress = { done, failed, left: total - done - failed }
  return (
    <>
      <Typography role="status" gutterBottom>
        {translate('plaza.bulk.progress', progress)}
      </Typography>
      {isUnfinished(batch) && (
        <LinearProgress
          variant="determinate"
          value={total === 0 ? 0 : ((done + failed) / total) * 100}
          aria-label={translate('plaza.bulk.progress_bar')}
        />
      )}
      {batch.state === 'cancelled' && <Typography>{translate('plaza.bulk.cancelled')}</Typography>}
      {detail && <Typography>{detail}</Typography>}
      <Failures text="plaza.bulk.failed" failed={failures} count={failed} nameOf={nameOf} />
    </>
  )
}
