import MoveToInbox from '@mui/icons-material/MoveToInboxOutlined'
import { defineNoun, screen } from '../kit/noun'
import { importTexts } from './texts'

export const imports = defineNoun({
  name: 'imports',
  texts: importTexts,
  icon: MoveToInbox,
  group: 'site',
  needs: ['audit.read'],
  api: { list: '/admin/imports', sorts: { started_at: { ASC: 'old', DESC: 'new' } } },
  screens: {
    list: screen(() => import('./imports_list'), 'ImportsList'),
    show: screen(() => import('./import_show'), 'ImportShow'),
  },
  represent: ({ source }) => source,
})
