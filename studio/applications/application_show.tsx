import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { ShowBase, Title, useNotify, useRecordContext, useTranslate } from 'react-admin'
import { useNavigate } from 'react-router'
import { api, type Schemas } from '../api/client'
import { FormDialog } from '../kit/form_dialog'
import { Moment } from '../kit/moment'
import { ReasonInput } from '../kit/reason_input'
import { Section } from '../kit/section'
import { useShortcuts } from '../kit/shortcuts'
import { UserText } from '../kit/user_text'
import { useTask } from '../kit/use_task'

type Application = Schemas['Application']

/** One application, and the decision on it. The next one follows. */
export const ApplicationShow = () => (
  <ShowBase>
    <Page />
  </ShowBase>
)

const Page = () => {
  const application = useRecordContext<Application>()
  if (!application) return null
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={application.email} />
      <Facts application={application} />
      <Decision application={application} />
    </Stack>
  )
}

const shown = ['username', 'display_name', 'address', 'application'] as const

const Facts = ({ application }: { application: Application }) => {
  const translate = useTranslate()
  const { email, email_confirmed: isConfirmed, applied_at: at } = application
  return (
    <Section title="resources.applications.fields.application">
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: 1, m: 0 }}
      >
        <Typography component="dt" color="textSecondary">
          {translate('resources.applications.fields.email')}
        </Typography>
        <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
          {email}
          {!isConfirmed && ` (${translate('resources.applications.unconfirmed')})`}
        </Box>
        {shown.map((member) => (
          <Box key={member} sx={{ display: 'contents' }}>
            <Typography component="dt" color="textSecondary">
              {translate(`resources.applications.fields.${member}`)}
            </Typography>
            <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
              <UserText lines={20}>{application[member] ?? '–'}</UserText>
            </Box>
          </Box>
        ))}
        <Typography component="dt" color="textSecondary">
          {translate('resources.applications.fields.applied_at')}
        </Typography>
        <Box component="dd" sx={{ m: 0 }}>
          <Moment at={at} />
        </Box>
      </Box>
    </Section>
  )
}

const Decision = ({ application: { id, email } }: { application: Application }) => {
  const translate = useTranslate()
  const { run, isBusy } = useTask()
  const [isRejecting, reject] = useState(false)
  const decided = useDecided()
  const params = { path: { id } }
  const approve = () =>
    void run(async () => {
      await api.POST('/admin/applications/{id}/approval', { params, body: {} })
      await decided('approved')
    })
  const send = async ({ reason }: { reason: string }) => {
    await api.POST('/admin/applications/{id}/rejection', { params, body: { reason } })
    await decided('rejected')
  }
  const back = useBack()
  useShortcuts([
    { key: 'a', label: 'resources.applications.approve', act: approve },
    { key: 'r', label: 'resources.applications.reject', act: () => reject(true) },
    { key: 'u', label: 'resources.applications.back', act: back },
  ])
  return (
    <Stack direction="row" spacing={1}>
      <Button variant="contained" disabled={isBusy} onClick={approve}>
        {translate('resources.applications.approve')}
      </Button>
      <Button variant="outlined" disabled={isBusy} onClick={() => reject(true)}>
        {translate('resources.applications.reject')}
      </Button>
      {isRejecting && (
        <FormDialog<{ reason: string }>
          title={translate('resources.applications.reject_title', { email })}
          submit="resources.applications.reject_submit"
          act={send}
          close={() => reject(false)}
        >
          <ReasonInput />
        </FormDialog>
      )}
    </Stack>
  )
}

const useBack = () => {
  const navigate = useNavigate()
  return () => void navigate('/applications')
}

/** Tells what was done, and opens the oldest one that is left. */
const useDecided = () => {
  const notify = useNotify()
  const navigate = useNavigate()
  return async (decision: 'approved' | 'rejected') => {
    notify(`resources.applications.${decision}`, { type: 'success' })
    const query = { limit: 1, fields: 'id' }
    const { data } = await api.GET('/admin/applications', { params: { query } })
    const [next] = data!
    await navigate(next ? `/applications/${next.id}/show` : '/applications')
  }
}
