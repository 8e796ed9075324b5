import type { Schemas } from './client'
import generated from './lists.json'
import type { Permission } from './permission'

export type ColumnKind =
  'integer' | 'number' | 'text' | 'boolean' | 'time' | 'enum' | 'person' | 'list' | 'json'

/** A member of the rows of a list that fits into a cell. */
export interface Column {
  kind: ColumnKind
  /** In English, where the texts of its noun have no other. */
  label: string
}

/** A parameter that narrows a list. */
export interface Filter {
  kind: string
  /** Of a choice. */
  values?: string[]
}

/** A member of the content of a post. */
export interface ContentField {
  kind: string
  label: string
  max?: number
  isMultiline?: boolean
}

export type ListName = keyof typeof generated.lists

/** What lists have, from the definitions of the resources: `bin/studio_lists.ts` writes it. */
export const lists = generated.lists as unknown as Record<
  ListName,
  { columns: Record<string, Column>; filters: Record<string, Filter> }
>

export const content = generated.content as Record<string, ContentField>

/** Any of them opens the overview. */
export const staffPermissions = generated.staffPermissions as Permission[]

/** The ratios of width to height that pictures are cropped to, by name. */
export const crops: Record<string, number> = generated.crops

/** A file that nothing uses is set aside, and deleted so many days later. */
export const setAsideDays: number = generated.setAsideDays

export const webhookTypes = generated.webhookTypes as Schemas['Webhook']['types']
