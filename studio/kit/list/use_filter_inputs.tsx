import { useMemo, type ReactElement } from 'react'
import { DateInput, SearchInput, SelectInput, TextInput, useTranslate } from 'react-admin'
import { lists, type Filter, type ListName } from '../../api/lists'

export interface FilterFacts {
  /** Those that are there without being chosen from the menu, in this order. */
  alwaysOn?: readonly string[]
  /** Those that have no input, as tabs choose them or their values are not known. */
  without?: readonly string[]
  /** Inputs of this list's own, by name. */
  own?: Record<string, ReactElement<{ source: string }>>
}

/** Needs the type of a post beside it. */
const NEVER = 'data'

/** An input for each filter that the definition has. */
export function useFilterInputs(list: ListName, noun: string, facts: FilterFacts = {}) {
  const translate = useTranslate()
  const { alwaysOn = [], without = [], own = {} } = facts
  return useMemo(() => {
    const { filters } = lists[list]
    const textOf = (name: string, value: string) =>
      translate(`resources.${noun}.${name}.${value}`, { _: value })
    const others = Object.keys(filters).filter((name) => !alwaysOn.includes(name))
    return [...alwaysOn, ...others]
      .filter((name) => filters[name].kind !== NEVER && !without.includes(name))
      .map((name) => own[name] ?? inputOf(name, filters[name], alwaysOn.includes(name), textOf))
  }, [list, noun, translate, alwaysOn, without, own])
}

function inputOf(
  name: string,
  { kind, values = [] }: Filter,
  alwaysOn: boolean,
  textOf: (name: string, value: string) => string
) {
  const common = { source: name, alwaysOn }
  if (kind === 'words' || kind === 'part') return <SearchInput key={name} {...common} />
  if (kind === 'time') return <DateInput key={name} {...common} />
  if (kind !== 'choice') return <TextInput key={name} {...common} />
  const choices = values.map((id) => ({ id, name: textOf(name, id) }))
  return (
    <SelectInput
      key={name}
      {...common}
      choices={choices}
      translateChoice={false}
      emptyText="plaza.list.any"
    />
  )
}
