import Article from '@mui/icons-material/ArticleOutlined'
import { defineNoun, screen } from '../kit/noun'
import { postTexts } from './texts'

export const posts = defineNoun({
  name: 'posts',
  texts: postTexts,
  icon: Article,
  group: 'content',
  // Others see their own posts there.
  needs: ['posts.read_any', 'posts.publish', 'posts.draft'],
  api: {
    list: '/admin/posts',
    own: { list: '/users/me/posts', unless: 'posts.read_any' },
    one: '/posts',
    create: '/posts',
    sorts: {
      created_at: { ASC: 'old', DESC: 'new' },
      updated_at: { DESC: 'updated' },
      title: { ASC: 'title', DESC: '-title' },
    },
  },
  screens: {
    list: screen(() => import('./posts_list'), 'PostsList'),
    create: screen(() => import('./post_create'), 'PostCreate'),
    edit: screen(() => import('./editor/post_edit'), 'PostEdit'),
  },
  represent: ({ title }) => title,
})
