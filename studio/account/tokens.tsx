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
import { Row } from './row'
import { MakeToken, ShowToken } from './token_dialogs'

type Token = Schemas['PersonalToken']

const queryKey = ['own tokens']

/** Tokens of the user's own, for programs. */
export const Tokens = () => {
  const translate = useTranslate()
  const notify = useNotify()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const [isMaking, make] = useState(false)
  const [made, show] = useState<string>()
  const [asked, ask] = useState<Token>()
  const { data: tokens, error } = useQuery({
    queryKey,
    queryFn: async () => (await api.GET('/tokens')).data!,
  })
  const changed = () => queryClient.invalidateQueries({ queryKey })
  const revoke = ({ id }: Token) =>
    run(async () => {
      ask(undefined)
      await api.DELETE('/tokens/{id}', { params: { path: { id } } })
      await changed()
      notify('resources.account.tokens.revoked', { type: 'success' })
    })
  return (
    <Section title="resources.account.tokens.name">
      <Typography color="textSecondary">{translate('resources.account.tokens.about')}</Typography>
      {error && <Alert severity="error">{error.message}</Alert>}
      <Box component="ul" sx={{ listStyle: 'none', p: 0, my: 1 }}>
        {tokens?.map((token) => (
          <One key={token.id} token={token} isBusy={isBusy} revoke={() => ask(token)} />
        ))}
      </Box>
      {tokens?.length === 0 && (
        <Typography sx={{ mb: 1 }}>{translate('resources.account.tokens.none')}</Typography>
      )}
      <Button variant="outlined" onClick={() => make(true)}>
        {translate('resources.account.tokens.make')}
      </Button>
      {isMaking && (
        <MakeToken
          made={({ token }) => {
            show(token)
            void changed()
          }}
          close={() => make(false)}
        />
      )}
      {made && <ShowToken token={made} close={() => show(undefined)} />}
      <Confirm
        isOpen={asked !== undefined}
        title={translate('resources.account.tokens.revoke_one', { name: asked?.name })}
        content="resources.account.tokens.revoke_sure"
        onConfirm={() => void revoke(asked!)}
        onClose={() => ask(undefined)}
      />
    </Section>
  )
}

interface OneProps {
  token: Token
  isBusy: boolean
  revoke: () => void
}

const One = ({ token, isBusy, revoke }: OneProps) => {
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.account.tokens.${name}`)
  const { name, scopes, last_four: lastFour, last_used_at: usedAt, expires_at: until } = token
  const button = (
    <Button
      size="small"
      disabled={isBusy}
      onClick={revoke}
      aria-label={translate('resources.account.tokens.revoke_one', { name })}
    >
      {text('revoke')}
    </Button>
  )
  return (
    <Row name={name} action={button}>
      {`${scopes.join(', ')} · ${text('ends_with')} ${lastFour} · `}
      {usedAt ? text('last_used') : text('never_used')} <Moment at={usedAt} />
      {token.last_used_address && ` (${token.last_used_address})`}
      {` · ${text('until')} `}
      <Moment at={until} />
    </Row>
  )
}
