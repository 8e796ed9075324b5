import MailOutline from '@mui/icons-material/MailOutlined'
import { defineNoun, screen } from '../kit/noun'
import { mailTexts } from './texts'

export const mails = defineNoun({
  name: 'mails',
  texts: mailTexts,
  icon: MailOutline,
  group: 'site',
  needs: ['mails.manage'],
  api: { list: '/admin/mails', sorts: { created_at: { ASC: 'old', DESC: 'new' } } },
  screens: {
    list: screen(() => import('./mails_list'), 'MailsList'),
    show: screen(() => import('./mail_show'), 'MailShow'),
  },
  represent: ({ kind }) => kind,
})
