import { useMemo } from 'react'
import { useStore } from 'react-admin'
import { lists, type ListName } from '../../api/lists'
import type { Renders } from './column_cell'
import type { SavedView } from '../views/use_saved_views'

interface Facts {
  list: ListName
  /** The columns that the list shows at first. The leading one always stays. */
  shown: readonly string[]
  renders: Renders
  view: SavedView | undefined
}

/** The columns of a list: those that the user chose, else those of the view, else the usual ones. */
export function useColumns({ list, shown, renders, view }: Facts) {
  const known = useMemo(() => {
    const all = Object.entries(lists[list].columns)
    const can = all.filter(([name, { kind }]) => kind !== 'json' || name in renders)
    return Object.fromEntries(can)
  }, [list, renders])
  const [chosen, choose] = useStore<string[] | null>(`${list}.columns.${view?.id ?? 'all'}`, null)
  const [lead] = shown
  const usual = view?.columns ?? shown
  const names = useMemo(() => {
    const others = (chosen ?? usual).filter((name) => name !== lead && name in known)
    return [lead, ...others]
  }, [chosen, usual, lead, known])
  /** Those that can be shown: the usual ones first, then as the definition has them. */
  const offered = useMemo(
    () => [...new Set([...usual, ...Object.keys(known)])].filter((name) => name !== lead),
    [usual, lead, known]
  )
  const toggle = (name: string) =>
    choose(
      names.includes(name)
        ? names.filter((one) => one !== name)
        : [lead, ...offered.filter((one) => one === name || names.includes(one))]
    )
  return { names, offered, toggle, reset: () => choose(null), isChosen: chosen !== null }
}

export type Columns = ReturnType<typeof useColumns>
