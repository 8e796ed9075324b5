import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Chip from '@mui/material/Chip'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { clientName } from './client_name'
import { Row } from './row'

type Session = Schemas['Session']

const end = (id: number) => api.DELETE('/sessions/{id}', { params: { path: { id } } })

/** Where the user is signed in. The present session ends by signing out. */
export const Sessions = () => {
  const translate = useTranslate()
  const notify = useNotify()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const [isAsking, ask] = useState(false)
  const { data: sessions, error } = useQuery({
    queryKey: ['own sessions'],
    queryFn: async () => (await api.GET('/sessions')).data!,
  })
  const others = sessions?.filter(({ current }) => !current) ?? []

  const endAll = (ended: Session[], told: string) =>
    run(async () => {
      try {
        for (const { id } of ended) await end(id)
      } finally {
        await queryClient.invalidateQueries({ queryKey: ['own sessions'] })
      }
      notify(told, { type: 'success' })
    })
  return (
    <Section title="resources.account.sessions">
      {error && <Alert severity="error">{error.message}</Alert>}
      <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0 }}>
        {sessions?.map((session) => (
          <One
            key={session.id}
            session={session}
            isBusy={isBusy}
            end={() => void endAll([session], 'resources.account.ended')}
          />
        ))}
      </Box>
      {sessions && others.length === 0 && (
        <Typography color="textSecondary" sx={{ mt: 1 }}>
          {translate('resources.account.no_other')}
        </Typography>
      )}
      {others.length > 1 && (
        <Button variant="outlined" disabled={isBusy} onClick={() => ask(true)} sx={{ mt: 1.5 }}>
          {translate('resources.account.end_others')}
        </Button>
      )}
      <Confirm
        isOpen={isAsking}
        title="resources.account.end_others"
        content="resources.account.end_others_sure"
        onConfirm={() => {
          ask(false)
          void endAll(others, 'resources.account.ended_others')
        }}
        onClose={() => ask(false)}
      />
    </Section>
  )
}

interface OneProps {
  session: Session
  isBusy: boolean
  end: () => void
}

const One = ({ session, isBusy, end: endIt }: OneProps) => {
  const translate = useTranslate()
  const { user_agent: agent, address, last_used_at: at, current } = session
  const client = clientName(agent) ?? translate('resources.account.unknown_client')
  const button = current ? (
    <Chip size="small" variant="outlined" label={translate('resources.account.this_session')} />
  ) : (
    <Button
      size="small"
      disabled={isBusy}
      onClick={endIt}
      aria-label={translate('resources.account.end_one', { client })}
    >
      {translate('resources.account.end')}
    </Button>
  )
  return (
    <Row name={client} title={agent ?? undefined} action={button}>
      {address && `${address} · `}
      {translate('resources.account.last_used')} <Moment at={at} />
    </Row>
  )
}
