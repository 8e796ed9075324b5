import Button from '@mui/material/Button'
import { useState } from 'react'
import { DataTable, FunctionField, List, TopToolbar, useRefresh, useTranslate } from 'react-admin'
import { Link } from 'react-router'
import { api, type Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { SecretDialog } from '../kit/secret_dialog'
import { UserText } from '../kit/user_text'
import { WebhookDialog, type WebhookValues } from './webhook_dialog'

type Webhook = Schemas['Webhook']

/** The oldest first. */
export const WebhooksList = () => {
  const translate = useTranslate()
  return (
    <List perPage={25} exporter={false} empty={false} actions={<Actions />}>
      <DataTable<Webhook>
        rowClick={false}
        bulkActionButtons={false}
        empty={<p>{translate('resources.webhooks.none')}</p>}
      >
        <DataTable.Col source="url" disableSort>
          <FunctionField<Webhook>
            render={({ id, url }) => (
              <Link to={`/webhooks/${id}/show`} style={{ color: 'inherit' }}>
                <UserText lines={2}>{url}</UserText>
              </Link>
            )}
          />
        </DataTable.Col>
        <DataTable.Col source="types" disableSort>
          <FunctionField<Webhook> render={({ types }) => types.join(', ')} />
        </DataTable.Col>
        <DataTable.Col source="enabled" disableSort>
          <FunctionField<Webhook>
            render={(webhook) => translate(`resources.webhooks.${stateOf(webhook)}`)}
          />
        </DataTable.Col>
        <DataTable.Col source="created_at" disableSort>
          <FunctionField<Webhook> render={({ created_at: at }) => <Moment at={at} />} />
        </DataTable.Col>
      </DataTable>
    </List>
  )
}

export function stateOf({ enabled, failing_since: since }: Webhook) {
  if (!enabled) return 'off'
  return since === null ? 'on' : 'failing'
}

const Actions = () => {
  const translate = useTranslate()
  const refresh = useRefresh()
  const [isMaking, make] = useState(false)
  const [secret, show] = useState<string>()
  const act = async (body: WebhookValues) => {
    const { data } = await api.POST('/admin/webhooks', { body })
    refresh()
    show(data!.secret)
  }
  return (
    <TopToolbar>
      <Button variant="outlined" onClick={() => make(true)}>
        {translate('resources.webhooks.make')}
      </Button>
      {isMaking && (
        <WebhookDialog
          title="resources.webhooks.make_title"
          submit="resources.webhooks.submit"
          act={act}
          close={() => make(false)}
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
    </TopToolbar>
  )
}
