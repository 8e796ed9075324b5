import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'

type DataExport = Schemas['DataExport']

const KEY = ['own exports']
const POLL_MS = 5000

const waits = (exports?: DataExport[]) => exports?.some(({ status }) => status === 'waiting')

/** A file with all data of the user, which a job makes. */
export const DataExports = () => {
  const translate = useTranslate()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const { data: exports, error } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await api.GET('/users/me/exports')).data!,
    refetchInterval: ({ state }) => (waits(state.data) ? POLL_MS : false),
  })
  const ready = exports?.find(({ status }) => status === 'ready')

  const ask = () =>
    run(async () => {
      await api.POST('/users/me/exports')
      await queryClient.invalidateQueries({ queryKey: KEY })
    })
  return (
    <Section title="resources.account.data">
      {error && <Alert severity="error">{error.message}</Alert>}
      <Typography color="textSecondary">{translate('resources.account.data_help')}</Typography>
      {ready && (
        <Typography sx={{ mt: 1 }}>
          {translate('resources.account.data_ready')} <Moment at={ready.expires_at} />{' '}
          <Button disabled={isBusy} onClick={() => void run(() => download(ready))}>
            {translate('resources.account.download')}
          </Button>
        </Typography>
      )}
      {waits(exports) ? (
        <Typography role="status" sx={{ mt: 1 }}>
          {translate('resources.account.data_waits')}
        </Typography>
      ) : (
        <Button variant="outlined" disabled={isBusy} onClick={() => void ask()} sx={{ mt: 1.5 }}>
          {translate('resources.account.ask_for_data')}
        </Button>
      )}
    </Section>
  )
}

/** The browser can't send the token of the studio by itself. */
async function download({ id, created_at: at }: DataExport) {
  const { data } = await api.GET('/users/me/exports/{id}/file', {
    params: { path: { id } },
    parseAs: 'blob',
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(data!)
  link.download = `export-${at.slice(0, 10)}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
