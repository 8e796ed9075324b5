import vine from '@vinejs/vine'
import { fold } from '#domain/search/fold'
import { nothingToFind, readSearch } from '#domain/search/site'
import { characters } from '#validators/rules'

const shown = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || value === '' || !field.isValid) return
  if (!fold(value).trim())
    field.report('{{ field }} needs a character to look for.', 'words', field)
})

const findable = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || value === '' || !field.isValid) return
  if (!readSearch(value)) field.report(`{{ field }} ${nothingToFind}`, 'words', field)
})

const search = () =>
  vine
    .string()
    .parse((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value))
    .trim()
    .use(characters({ min: 0, max: 200 }))

/** A blank value counts as absent. */
export const searchText = () => search().use(shown())

/** Search engine syntax; a blank value counts as absent. */
export const searchWords = () => search().use(findable())
