import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { useCallback, useEffect, useState } from 'react'
import { useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'
import { useTask } from '../kit/use_task'
import { scrolling } from '../kit/scrolling'

type Delivery = Schemas['WebhookDelivery']

const SHOWN = 50

const columns = ['created_at', 'type', 'state', 'attempts', 'status', 'due_at', 'retry']

/** What a webhook was told, the newest first, with the answers. */
export const Deliveries = ({ id, isOn }: { id: number; isOn: boolean }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const [deliveries, show] = useState<Delivery[]>()
  const load = useCallback(async () => {
    const params = { path: { id }, query: { limit: SHOWN } }
    const { data } = await api.GET('/admin/webhooks/{id}/deliveries', { params })
    show(data)
  }, [id])
  useEffect(() => void load().catch(() => {}), [load])
  const act = (request: () => Promise<unknown>) =>
    void run(async () => {
      await request()
      notify('resources.webhooks.queued', { type: 'success' })
      await load()
    })
  const ping = () => act(() => api.POST('/admin/webhooks/{id}/pings', { params: { path: { id } } }))
  const retry = (one: number) =>
    act(() =>
      api.POST('/admin/webhooks/deliveries/{id}/retries', { params: { path: { id: one } } })
    )
  return (
    <Section title="resources.webhooks.deliveries">
      <Stack direction="row" spacing={1}>
        <Button variant="outlined" disabled={isBusy || !isOn} onClick={ping}>
          {translate('resources.webhooks.ping')}
        </Button>
        <Button disabled={isBusy} onClick={() => void run(load)}>
          {translate('resources.webhooks.reload')}
        </Button>
      </Stack>
      {deliveries?.length === 0 && <p>{translate('resources.webhooks.nothing')}</p>}
      {deliveries && deliveries.length > 0 && (
        <TableContainer tabIndex={0} sx={scrolling}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {columns.map((column) => (
                  <TableCell key={column}>
                    {translate(`resources.webhooks.columns.${column}`)}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {deliveries.map((one) => (
                <Row key={one.id} delivery={one} retry={retry} isBusy={isBusy} />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
    </Section>
  )
}

interface RowProps {
  delivery: Delivery
  retry: (id: number) => void
  isBusy: boolean
}

const Row = ({ delivery, retry, isBusy }: RowProps) => {
  const translate = useTranslate()
  const { id, type, state, attempts, status, answer, failure, due_at: due } = delivery
  const title = translate('resources.webhooks.retry_one', { type, id })
  return (
    <TableRow>
      <TableCell>
        <Moment at={delivery.created_at} />
      </TableCell>
      <TableCell>{type}</TableCell>
      <TableCell>{translate(`resources.webhooks.state.${state}`)}</TableCell>
      <TableCell>{attempts}</TableCell>
      <TableCell sx={{ maxWidth: '24rem' }}>
        {status}
        {(failure ?? answer) && <UserText lines={3}>{failure ?? answer}</UserText>}
      </TableCell>
      <TableCell>{due && <Moment at={due} />}</TableCell>
      <TableCell>
        {state !== 'waiting' && (
          <Button size="small" disabled={isBusy} aria-label={title} onClick={() => retry(id)}>
            {translate('resources.webhooks.retry')}
          </Button>
        )}
      </TableCell>
    </TableRow>
  )
}
