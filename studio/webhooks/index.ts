import Webhook from '@mui/icons-material/WebhookOutlined'
import { defineNoun, screen } from '../kit/noun'
import { webhookTexts } from './texts'

export const webhooks = defineNoun({
  name: 'webhooks',
  texts: webhookTexts,
  icon: Webhook,
  group: 'site',
  needs: ['webhooks.manage'],
  api: { list: '/admin/webhooks', sorts: { created_at: { ASC: 'old', DESC: 'new' } } },
  screens: {
    list: screen(() => import('./webhooks_list'), 'WebhooksList'),
    show: screen(() => import('./webhook_show'), 'WebhookShow'),
  },
  represent: ({ url }) => url,
})
