import type { ReactNode } from 'react'
import { useRecordContext } from 'react-admin'
import { lists, type ListName } from '../../api/lists'
import { Cell } from './cell'

export type Renders = Record<string, (record: any) => ReactNode>

export interface ColumnFacts {
  list: ListName
  noun: string
  /** Cells that are more than their value, by column. */
  renders: Renders
}

/** A cell of a column, for the record of its context. */
export const ColumnCell = ({ name, list, noun, renders }: ColumnFacts & { name: string }) => {
  const record = useRecordContext()
  const render = renders[name]
  if (render) return <>{record && render(record)}</>
  return <Cell noun={noun} name={name} kind={lists[list].columns[name].kind} />
}
