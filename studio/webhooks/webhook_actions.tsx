import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { useState } from 'react'
import { Confirm, useNotify, useRefresh, useTranslate } from 'react-admin'
import { useNavigate } from 'react-router'
import { api, type Schemas } from '../api/client'
import { SecretDialog } from '../kit/secret_dialog'
import { useTask } from '../kit/use_task'
import { WebhookDialog, type WebhookValues } from './webhook_dialog'

type Asked = 'change' | 'rotate' | 'delete'

/** What can be done to one webhook. */
export const WebhookActions = ({ webhook }: { webhook: Schemas['Webhook'] }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const navigate = useNavigate()
  const { run, isBusy } = useTask()
  const [asked, ask] = useState<Asked>()
  const [secret, show] = useState<string>()
  const { id, url, types, enabled } = webhook
  const params = { path: { id } }
  const close = () => ask(undefined)

  const change = async (body: Partial<WebhookValues> & { enabled?: boolean }) => {
    await api.PATCH('/admin/webhooks/{id}', { params, body })
    refresh()
  }
  const rotate = async () => {
    close()
    const { data } = await api.POST('/admin/webhooks/{id}/secrets', { params })
    refresh()
    show(data!.secret)
  }
  const remove = async () => {
    close()
    await api.DELETE('/admin/webhooks/{id}', { params })
    notify('resources.webhooks.deleted', { type: 'success' })
    await navigate('/webhooks')
  }
  const confirmed = { rotate, delete: remove }
  const label = (name: string) => translate(`resources.webhooks.${name}`)
  const turned = enabled ? 'switch_off' : 'switch_on'
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
      <Button variant="outlined" onClick={() => ask('change')}>
        {label('change')}
      </Button>
      <Button disabled={isBusy} onClick={() => void run(() => change({ enabled: !enabled }))}>
        {label(turned)}
      </Button>
      <Button onClick={() => ask('rotate')}>{label('rotate')}</Button>
      <Button color="error" onClick={() => ask('delete')}>
        {label('delete')}
      </Button>
      {asked === 'change' && (
        <WebhookDialog
          title="resources.webhooks.change_title"
          submit="resources.webhooks.save"
          values={{ url, types }}
          act={change}
          close={close}
        />
      )}
      {(asked === 'rotate' || asked === 'delete') && (
        <Confirm
          isOpen
          title={`resources.webhooks.${asked}`}
          content={`resources.webhooks.${asked}_sure`}
          onConfirm={() => void run(confirmed[asked])}
          onClose={close}
        />
      )}
      {secret && (
        <SecretDialog
          title="resources.webhooks.made"
          label="resources.webhooks.secret"
          value={secret}
          close={() => show(undefined)}
        />
      )}
    </Stack>
  )
}
