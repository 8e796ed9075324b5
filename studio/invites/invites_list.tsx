import Button from '@mui/material/Button'
import { useState } from 'react'
import {
  Confirm,
  DataTable,
  FunctionField,
  List,
  TopToolbar,
  useNotify,
  useRefresh,
  useTranslate,
} from 'react-admin'
import { api, type Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { SecretDialog } from '../kit/secret_dialog'
import { UserText } from '../kit/user_text'
import { useTask } from '../kit/use_task'
import { MakeInvite } from './make_invite'

type Invite = Schemas['Invite']

/** The user's own invites, the newest first. */
export const InvitesList = () => {
  const translate = useTranslate()
  return (
    <List perPage={25} exporter={false} empty={false} actions={<Actions />}>
      <DataTable<Invite>
        rowClick={false}
        bulkActionButtons={false}
        sx={{
          '& .column-email': { minWidth: '7rem' },
          '& .column-role, & .column-max_uses': { display: { xs: 'none', sm: 'table-cell' } },
        }}
      >
        <DataTable.Col source="email" disableSort>
          <FunctionField<Invite>
            render={({ email }) => (
              <UserText lines={2}>{email ?? translate('resources.invites.anybody')}</UserText>
            )}
          />
        </DataTable.Col>
        <DataTable.Col source="role" disableSort />
        <DataTable.NumberCol source="uses" disableSort />
        <DataTable.NumberCol source="max_uses" disableSort />
        <DataTable.Col source="expires_at" disableSort>
          <FunctionField<Invite> render={({ expires_at: at }) => <Moment at={at} />} />
        </DataTable.Col>
        <DataTable.Col source="actions" disableSort>
          <FunctionField<Invite> render={({ id }) => <RevokeButton id={id} />} />
        </DataTable.Col>
      </DataTable>
    </List>
  )
}

const Actions = () => {
  const translate = useTranslate()
  const refresh = useRefresh()
  const notify = useNotify()
  const [isMaking, make] = useState(false)
  const [link, show] = useState<string>()
  const made = ({ url, email }: Schemas['NewInvite']) => {
    refresh()
    if (url === null) notify('resources.invites.mailed', { messageArgs: { email } })
    else show(url)
  }
  return (
    <TopToolbar>
      <Button variant="outlined" onClick={() => make(true)}>
        {translate('resources.invites.make')}
      </Button>
      {isMaking && <MakeInvite made={made} close={() => make(false)} />}
      {link && (
        <SecretDialog
          title="resources.invites.made"
          label="resources.invites.link"
          value={link}
          close={() => show(undefined)}
        />
      )}
    </TopToolbar>
  )
}

const RevokeButton = ({ id }: { id: number }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const { run, isBusy } = useTask()
  const [isAsking, ask] = useState(false)
  const title = translate('resources.invites.revoke_one', { id })
  const revoke = () =>
    run(async () => {
      ask(false)
      await api.DELETE('/invites/{id}', { params: { path: { id } } })
      notify('resources.invites.revoked', { type: 'success' })
      refresh()
    })
  return (
    <>
      <Button size="small" disabled={isBusy} onClick={() => ask(true)} aria-label={title}>
        {translate('resources.invites.revoke')}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={title}
        content="resources.invites.revoke_sure"
        onConfirm={() => void revoke()}
        onClose={() => ask(false)}
      />
    </>
  )
}
