import PhotoLibrary from '@mui/icons-material/PhotoLibraryOutlined'
import { titleOf } from '../kit/media/file'
import { defineNoun, screen } from '../kit/noun'
import { libraryTexts } from './texts'

export const media = defineNoun({
  name: 'media',
  texts: libraryTexts,
  icon: PhotoLibrary,
  group: 'content',
  // Others see their own files there.
  needs: ['media.read_any', 'posts.publish', 'posts.draft'],
  api: {
    list: '/admin/media',
    own: { list: '/users/me/media', unless: 'media.read_any' },
    one: '/media',
    sorts: { created_at: { ASC: 'old', DESC: 'new' } },
  },
  screens: {
    list: screen(() => import('./media_list'), 'MediaList'),
    show: screen(() => import('./media_show'), 'MediaShow'),
  },
  represent: titleOf,
})
