import Flag from '@mui/icons-material/FlagOutlined'
import { defineNoun, screen } from '../kit/noun'
import { reportTexts } from './texts'

export const reports = defineNoun({
  name: 'reports',
  texts: reportTexts,
  icon: Flag,
  group: 'moderation',
  needs: ['reports.handle'],
  api: {
    list: '/admin/reports',
    sorts: { first_reported_at: { ASC: 'old', DESC: 'new' } },
  },
  screens: {
    list: screen(() => import('./reports_list'), 'ReportsList'),
    show: screen(() => import('./report_show'), 'ReportShow'),
  },
  represent: ({ summary }) => summary,
})
