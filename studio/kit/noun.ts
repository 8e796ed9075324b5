import { lazy, type ComponentType } from 'react'
import type { Permission } from '../api/permission'
import type { Texts } from '../texts/texts'

/** The names of orders in the API for both directions of a column. */
type Sorts = Record<string, { ASC?: string; DESC?: string }>

/** The addresses of a resource. */
export interface ApiResource {
  /** Where its list is read. */
  list: string
  /** Where the list of one's own is read, by those without a permission. */
  own?: { list: string; unless: Permission }
  /** Where one is read, written and deleted, if not under the list. */
  one?: string
  /** Where one is made, if not at the list. */
  create?: string
  /** The member that stands in its address; the default is `id`. */
  key?: string
  /** By column. A column without an entry can't be sorted by. */
  sorts: Sorts
  /** Whether its list has one page alone, and takes no parameters. */
  isWhole?: boolean
  /** Parameters of each read of its list. */
  query?: Record<string, string>
}

/** What the screens of one folder are about: all that the frame has to know of them. */
export interface Noun {
  /** Its part of the address, and of the keys of its texts: `resources.<name>`. */
  name: string
  texts: Texts<{ name: string }>
  icon: ComponentType
  /** Its part of the menu; without it, the menu has no entry. */
  group?: 'moderation' | 'content' | 'site'
  /** Any of these permissions opens it; without them everybody may. */
  needs?: Permission[]
  /** Absent if its screens read and write by themselves. */
  api?: ApiResource
  screens: Partial<Record<'list' | 'show' | 'edit' | 'create', ComponentType>>
  /** How a title names one record. */
  represent: (record: any) => string
}

export const defineNoun = <const N extends Noun>(noun: N): N => noun

/** A screen that is loaded when it is opened. */
export const screen = <Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name
) => lazy(async () => ({ default: (await load())[name] }))
