import Stack from '@mui/material/Stack'
import { ShowBase, Title, useRecordContext, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { Facts } from '../kit/facts'
import { Moment } from '../kit/moment'
import { Section } from '../kit/section'
import { UserText } from '../kit/user_text'
import { Deliveries } from './deliveries'
import { WebhookActions } from './webhook_actions'
import { stateOf } from './webhooks_list'

type Webhook = Schemas['Webhook']

/** One webhook, and what it was told. */
export const WebhookShow = () => (
  <ShowBase>
    <Page />
  </ShowBase>
)

const Page = () => {
  const webhook = useRecordContext<Webhook>()
  if (!webhook) return null
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={new URL(webhook.url).host} />
      <Section title="resources.webhooks.what">
        <WebhookFacts webhook={webhook} />
      </Section>
      <WebhookActions webhook={webhook} />
      <Deliveries id={webhook.id} isOn={webhook.enabled} />
    </Stack>
  )
}

const moment = (at: string | null) => at && <Moment at={at} />

const WebhookFacts = ({ webhook }: { webhook: Webhook }) => {
  const translate = useTranslate()
  const facts = {
    url: <UserText lines={5}>{webhook.url}</UserText>,
    types: webhook.types.join(', '),
    enabled: translate(`resources.webhooks.${stateOf(webhook)}`),
    failing_since: moment(webhook.failing_since),
    disabled_at: moment(webhook.disabled_at),
    former_secret_ends_at: moment(webhook.former_secret_ends_at),
    created_at: moment(webhook.created_at),
  }
  return <Facts noun="webhooks" facts={facts} />
}
