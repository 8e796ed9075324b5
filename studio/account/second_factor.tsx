import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { Passkeys } from './passkeys'
import { Codes, RecoveryCodes } from './recovery_codes'
import { Row } from './row'
import { SetUpApp } from './set_up_app'

const queryKey = ['second factors']

/** What a sign-in needs beside the password. */
export const SecondFactor = () => {
  const translate = useTranslate()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const [fresh, setFresh] = useState<Schemas['NewTotp']>()
  const [codes, show] = useState<string[]>()
  const { data: factors, error } = useQuery({
    queryKey,
    queryFn: async () => (await api.GET('/users/me/second-factors')).data!,
  })
  const begin = () => run(async () => setFresh((await api.POST('/users/me/totp')).data!))
  // What was refused before one was on is read again.
  const changed = () => queryClient.invalidateQueries()
  return (
    <Section title="resources.account.factors.name">
      <Typography color="textSecondary">{translate('resources.account.factors.about')}</Typography>
      {error && <Alert severity="error">{error.message}</Alert>}
      {factors?.required && !factors.totp && factors.passkeys === 0 && (
        <Alert severity="warning" sx={{ my: 1 }}>
          {translate('resources.account.factors.needed')}
        </Alert>
      )}
      {factors?.totp && <App since={factors.totp.created_at} changed={changed} />}
      <Passkeys show={show} changed={changed} />
      {factors && !factors.totp && (
        <Button variant="outlined" disabled={isBusy} onClick={() => void begin()}>
          {translate('resources.account.factors.set_up')}
        </Button>
      )}
      {factors && (factors.totp || factors.passkeys > 0) && (
        <Codes left={factors.recovery_codes_left} show={show} changed={changed} />
      )}
      {fresh && (
        <SetUpApp
          fresh={fresh}
          done={(made) => {
            show(made)
            void changed()
          }}
          close={() => setFresh(undefined)}
        />
      )}
      {codes && <RecoveryCodes codes={codes} close={() => show(undefined)} />}
    </Section>
  )
}

interface AppProps {
  since: string
  changed: () => Promise<void>
}

const App = ({ since, changed }: AppProps) => {
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.account.factors.${name}`)
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const [isAsking, ask] = useState(false)
  const remove = () =>
    run(async () => {
      ask(false)
      await api.DELETE('/users/me/totp')
      notify('resources.account.factors.removed', { type: 'success' })
      await changed()
    })
  const button = (
    <Button
      size="small"
      disabled={isBusy}
      onClick={() => ask(true)}
      aria-label={text('remove_app')}
    >
      {text('remove')}
    </Button>
  )
  return (
    <>
      <Box component="ul" sx={{ listStyle: 'none', p: 0, my: 1 }}>
        <Row name={text('app')} action={button}>
          {text('since')} <Moment at={since} />
        </Row>
      </Box>
      <Confirm
        isOpen={isAsking}
        title="resources.account.factors.remove_app"
        content="resources.account.factors.remove_sure"
        onConfirm={() => void remove()}
        onClose={() => ask(false)}
      />
    </>
  )
}
