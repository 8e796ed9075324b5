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

type Identity = Schemas['Identity']

const queryKey = ['identities']

/** Who the user is at issuers. A user without one sees nothing of it. */
export const Identities = () => {
  const translate = useTranslate()
  const text = (name: string, more = {}) => translate(`resources.account.identities.${name}`, more)
  const notify = useNotify()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const [asked, ask] = useState<Identity>()
  const { data: identities, error } = useQuery({
    queryKey,
    queryFn: async () => (await api.GET('/users/me/identities')).data!,
  })
  const remove = ({ id }: Identity) =>
    run(async () => {
      ask(undefined)
      await api.DELETE('/users/me/identities/{id}', { params: { path: { id } } })
      await queryClient.invalidateQueries({ queryKey })
      notify('resources.account.identities.removed', { type: 'success' })
    })
  if (!error && !identities?.length) return null
  return (
    <Section title="resources.account.identities.name">
      <Typography color="textSecondary">{text('about')}</Typography>
      {error && <Alert severity="error">{error.message}</Alert>}
      <Box component="ul" sx={{ listStyle: 'none', p: 0, my: 1 }}>
        {identities?.map((one) => (
          <Row
            key={one.id}
            name={one.issuer}
            action={
              <Button
                size="small"
                disabled={isBusy}
                onClick={() => ask(one)}
                aria-label={text('remove_one', { issuer: one.issuer })}
              >
                {text('remove')}
              </Button>
            }
          >
            {one.email ?? one.subject} · {text('used')} <Moment at={one.last_used_at} />
          </Row>
        ))}
      </Box>
      <Confirm
        isOpen={asked !== undefined}
        title={text('remove_one', { issuer: asked?.issuer })}
        content="resources.account.identities.remove_sure"
        onConfirm={() => void remove(asked!)}
        onClose={() => ask(undefined)}
      />
    </Section>
  )
}
