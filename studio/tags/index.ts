import Label from '@mui/icons-material/LabelOutlined'
import { defineNoun, screen } from '../kit/noun'
import { tagTexts } from './texts'

export const tags = defineNoun({
  name: 'tags',
  texts: tagTexts,
  icon: Label,
  group: 'content',
  needs: ['tags.manage'],
  api: {
    list: '/tags',
    key: 'slug',
    sorts: { name: { ASC: 'name' }, posts_count: { DESC: 'popular' } },
  },
  screens: {
    list: screen(() => import('./tags_list'), 'TagsList'),
    edit: screen(() => import('./tag_edit'), 'TagEdit'),
    create: screen(() => import('./tag_create'), 'TagCreate'),
  },
  represent: ({ name }) => name,
})
