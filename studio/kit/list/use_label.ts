import { useCallback } from 'react'
import { useTranslate } from 'react-admin'
import { lists, type ListName } from '../../api/lists'

/** @returns what a column is called: its text in the noun, else its label in the definition */
export function useLabel(list: ListName, noun: string) {
  const translate = useTranslate()
  return useCallback(
    (name: string): string => {
      const text = translate(`resources.${noun}.fields.${name}`, { _: '' })
      return text || lists[list].columns[name].label
    },
    [list, noun, translate]
  )
}
