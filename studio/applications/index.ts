import HowToReg from '@mui/icons-material/HowToRegOutlined'
import { defineNoun, screen } from '../kit/noun'
import { applicationTexts } from './texts'

export const applications = defineNoun({
  name: 'applications',
  texts: applicationTexts,
  icon: HowToReg,
  group: 'moderation',
  needs: ['applications.handle'],
  api: { list: '/admin/applications', sorts: {} },
  screens: {
    list: screen(() => import('./applications_list'), 'ApplicationsList'),
    show: screen(() => import('./application_show'), 'ApplicationShow'),
  },
  represent: ({ email }) => email,
})
