import vine from '@vinejs/vine'
import { nothingToFind, readSearch } from '#support/search/site'
import { characters } from '#validators/rules'

const findable = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || value === '' || !field.isValid) return
  if (!readSearch(value)) field.report(`{{ field }} ${nothingToFind}`, 'words', field)
})

/** Text that is looked for anywhere; a blank one counts as absent. */
export const searchText = () =>
  vine
    .string()
    .parse((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value))
    .trim()
    .use(characters({ min: 0, max: 200 }))

/** Words as one types them into a search engine. */
export const searchWords = () => searchText().use(findable())
