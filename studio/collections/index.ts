import ViewList from '@mui/icons-material/ViewListOutlined'
import { defineNoun, screen } from '../kit/noun'
import { collectionTexts } from './texts'

export const collections = defineNoun({
  name: 'collections',
  texts: collectionTexts,
  icon: ViewList,
  group: 'content',
  needs: ['collections.manage'],
  api: { list: '/collections', key: 'slug', sorts: {} },
  screens: {
    list: screen(() => import('./collections_list'), 'CollectionsList'),
    edit: screen(() => import('./collection_edit'), 'CollectionEdit'),
    create: screen(() => import('./collection_create'), 'CollectionCreate'),
  },
  represent: ({ title }) => title,
})
