import { useListContext } from 'react-admin'
import { orderOf, parametersOf, resourceOf } from '../../api/resources'
import type { SavedView } from './use_saved_views'

export type Contents = Pick<SavedView, 'filters' | 'sort' | 'columns'>

/** What the list shows now, as a view keeps it. @param columns null: the usual ones */
export function usePresentView(columns: string[] | null): Contents {
  const { filterValues, sort, resource } = useListContext()
  const order = orderOf(resourceOf(resource), sort) ?? null
  return { filters: parametersOf(filterValues), sort: order, columns }
}

/** Whether a view keeps something else. */
export const differs = (view: Contents, present: Contents) => told(view) !== told(present)

const told = ({ filters, sort, columns }: Contents) =>
  JSON.stringify([Object.entries(filters).toSorted(), sort, columns])
