import Forum from '@mui/icons-material/ForumOutlined'
import { defineNoun, screen } from '../kit/noun'
import { commentTexts } from './texts'

export const comments = defineNoun({
  name: 'comments',
  texts: commentTexts,
  icon: Forum,
  group: 'moderation',
  needs: ['comments.read_any'],
  api: { list: '/admin/comments', sorts: { created_at: { ASC: 'old', DESC: 'new' } } },
  screens: { list: screen(() => import('./comments_list'), 'CommentsList') },
  represent: ({ id, content }) => content?.slice(0, 100) ?? String(id),
})
