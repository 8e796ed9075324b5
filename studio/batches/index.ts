import LibraryAddCheck from '@mui/icons-material/LibraryAddCheckOutlined'
import { defineNoun, screen } from '../kit/noun'
import { batchTexts } from './texts'

export const batches = defineNoun({
  name: 'batches',
  texts: batchTexts,
  icon: LibraryAddCheck,
  group: 'moderation',
  needs: [
    'posts.remove',
    'posts.lock',
    'comments.remove',
    'media.remove',
    'users.sanction',
    'users.manage',
    'audit.read',
  ],
  api: { list: '/admin/batches', sorts: { created_at: { ASC: 'old', DESC: 'new' } } },
  screens: {
    list: screen(() => import('./batches_list'), 'BatchesList'),
    show: screen(() => import('./batch_show'), 'BatchShow'),
  },
  represent: ({ action }) => action,
})
