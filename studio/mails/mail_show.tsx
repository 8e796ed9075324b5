import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { ShowBase, Title, useNotify, useRecordContext, useRefresh, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { Facts } from '../kit/facts'
import { Moment } from '../kit/moment'
import { Section } from '../kit/section'
import { useShortcuts } from '../kit/shortcuts'
import { UserText } from '../kit/user_text'
import { useTask } from '../kit/use_task'

type Mail = Schemas['Mail']

/** One mail of the outbox, and what the mail server said. */
export const MailShow = () => (
  <ShowBase>
    <Page />
  </ShowBase>
)

const Page = () => {
  const translate = useTranslate()
  const mail = useRecordContext<Mail>()
  if (!mail) return null
  const canRetry = mail.state === 'failed' || mail.state === 'cancelled'
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={translate(`resources.mails.kind.${mail.kind}`)} />
      <Section title="resources.mails.what">
        <MailFacts mail={mail} />
      </Section>
      {canRetry && <Retry id={mail.id} />}
    </Stack>
  )
}

const MailFacts = ({ mail }: { mail: Mail }) => {
  const translate = useTranslate()
  const facts = {
    kind: translate(`resources.mails.kind.${mail.kind}`),
    state: translate(`resources.mails.state.${mail.state}`),
    failures: mail.failures,
    failure: mail.failure && <UserText lines={10}>{mail.failure}</UserText>,
    created_at: <Moment at={mail.created_at} />,
    due_at: <Moment at={mail.due_at} />,
    ended_at: mail.ended_at && <Moment at={mail.ended_at} />,
    id: mail.id,
  }
  return <Facts noun="mails" facts={facts} />
}

const Retry = ({ id }: { id: string }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const refresh = useRefresh()
  const { run, isBusy } = useTask()
  const retry = () =>
    void run(async () => {
      await api.POST('/admin/mails/{id}/retries', { params: { path: { id } } })
      notify('resources.mails.retried', { type: 'success' })
      refresh()
    })
  useShortcuts([{ key: 'r', label: 'resources.mails.retry', act: retry }])
  return (
    <Box>
      <Button variant="contained" disabled={isBusy} onClick={retry}>
        {translate('resources.mails.retry')}
      </Button>
    </Box>
  )
}
