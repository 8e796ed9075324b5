import { useQuery } from '@tanstack/react-query'
import { SelectInput, usePermissions, useTranslate, type SelectInputProps } from 'react-admin'
import { api, type Schemas } from '../api/client'
import type { Permission } from '../api/permission'
import { LeadLink } from '../kit/list/lead_link'
import { RecordList } from '../kit/list/record_list'

type Post = Schemas['StaffPost']

/** After the title. */
const shown = ['status', 'tags', 'comments_count', 'updated_at']

const allShown = ['title', 'author', ...shown]
const ownShown = ['title', ...shown]

const renders = {
  title: ({ id, title }: Post) => (
    <LeadLink id={id} to={`/posts/${id}`}>
      {title}
    </LeadLink>
  ),
}

/** The types of the site. */
const TypeFilter = (props: SelectInputProps) => {
  const translate = useTranslate()
  const { data: types = [] } = useQuery({
    queryKey: ['types'],
    queryFn: async () => (await api.GET('/types')).data!,
  })
  const choices = [
    { id: 'any', name: translate('resources.posts.any_type') },
    ...types.map(({ name, title }) => ({ id: name, name: title })),
  ]
  return <SelectInput {...props} choices={choices} translateChoice={false} />
}

const own = { type: <TypeFilter key="type" source="type" /> }

const filters = { alwaysOn: ['search'], without: ['status'], own }
const ownFilters = { alwaysOn: ['search'], without: ['status', 'author'], own }

const tabs = {
  by: 'status',
  first: ['draft', 'scheduled', 'published', 'unpublished', 'removed', 'locked'],
}

const sort = { field: 'updated_at', order: 'DESC' } as const

/** All posts, drafts and removed ones too; for those who may not read them, their own ones. */
export const PostsList = () => {
  const { permissions } = usePermissions<Permission[]>()
  if (!permissions) return null
  return permissions.includes('posts.read_any') ? <AllPosts /> : <OwnPosts />
}

const AllPosts = () => (
  <RecordList
    list="posts"
    shown={allShown}
    renders={renders}
    needs={['title']}
    sort={sort}
    filters={filters}
    tabs={tabs}
    acts="post"
  />
)

const OwnPosts = () => (
  <RecordList
    list="own_posts"
    shown={ownShown}
    renders={renders}
    needs={['title']}
    sort={sort}
    filters={ownFilters}
    tabs={tabs}
  />
)
