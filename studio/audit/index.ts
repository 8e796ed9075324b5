import History from '@mui/icons-material/HistoryOutlined'
import { defineNoun, screen } from '../kit/noun'
import { auditTexts } from './texts'

export const audit = defineNoun({
  name: 'audit',
  texts: auditTexts,
  icon: History,
  group: 'site',
  needs: ['audit.read'],
  api: { list: '/admin/audit', sorts: { created_at: { ASC: 'old', DESC: 'new' } } },
  screens: { list: screen(() => import('./audit_list'), 'AuditList') },
  represent: ({ id }) => String(id),
})
