import Chat from '@mui/icons-material/ChatOutlined'
import { defineNoun, screen } from '../kit/noun'
import { reasonTexts } from './texts'

export const reasons = defineNoun({
  name: 'reasons',
  texts: reasonTexts,
  icon: Chat,
  group: 'moderation',
  needs: ['reports.handle'],
  api: { list: '/admin/reasons', sorts: {} },
  screens: {
    list: screen(() => import('./reasons_list'), 'ReasonsList'),
    edit: screen(() => import('./reason_edit'), 'ReasonEdit'),
    create: screen(() => import('./reason_create'), 'ReasonCreate'),
  },
  represent: ({ title }) => title,
})
