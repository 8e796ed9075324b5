import { useQuery } from '@tanstack/react-query'
import { usePermissions, type SortPayload } from 'react-admin'
import { useLocation, useNavigate } from 'react-router'
import { api, type Schemas } from '../../api/client'
import { lists, type ListName } from '../../api/lists'
import { nextCursorIn } from '../../api/page_cursors'
import type { Permission } from '../../api/permission'
import { filtersOf, resourceOf, sortOf } from '../../api/resources'

export type SavedView = Schemas['SavedView']
export type ViewedList = SavedView['list']

const withoutViews: ListName[] = ['own_posts', 'media', 'own_media']

/** Of a list that staff alone read. */
const isViewed = (list: ListName): list is ViewedList =>
  !withoutViews.includes(list) && list in lists

async function readAll(list: ViewedList): Promise<SavedView[]> {
  const all: SavedView[] = []
  let cursor: string | undefined
  do {
    const query = { list, limit: 100, cursor }
    const { data, response } = await api.GET('/admin/views', { params: { query } })
    all.push(...data!)
    cursor = nextCursorIn(response)
  } while (cursor)
  return all
}

export const viewsKey = (list: ListName) => ['views of', list]

/** What the list shows at first. */
interface Beginning {
  noun: string
  sort: SortPayload
  filter?: Record<string, string>
}

/** The saved views of a list. The address names the one that is chosen: `view=12`. */
export function useSavedViews(list: ListName, { noun, sort, filter = {} }: Beginning) {
  const { search } = useLocation()
  const navigate = useNavigate()
  const { permissions = [] } = usePermissions<Permission[]>()
  const { data: views } = useQuery({
    queryKey: viewsKey(list),
    queryFn: () => readAll(list as ViewedList),
    enabled: isViewed(list),
    staleTime: 60_000,
  })
  const chosenId = Number(new URLSearchParams(search).get('view')) || undefined
  const active = views?.find(({ id }) => id === chosenId)

  /** Shows a list as a view has it; without one, as it is at first. */
  const choose = (view: SavedView | undefined) => {
    const { field, order } = sortOf(resourceOf(noun), view?.sort ?? null) ?? sort
    const params = new URLSearchParams({
      filter: JSON.stringify(filtersOf(view?.filters ?? filter)),
      sort: field,
      order,
      page: '1',
      ...(view && { view: String(view.id) }),
    })
    void navigate({ search: `?${params}` })
  }
  const mayManage = permissions.includes('views.manage')
  return { views, chosenId, active, choose, mayManage, isViewed: isViewed(list) }
}

export type SavedViews = ReturnType<typeof useSavedViews>
