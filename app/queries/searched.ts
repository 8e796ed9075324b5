import ValidationException from '#exceptions/validation_exception'
import type { Query } from '#domain/search/query'
import { nothingToFind, readSearch } from '#domain/search/site'

/** @throws ValidationException if no word is left */
export function searched(asked: string): Query {
  const query = readSearch(asked)
  if (query) return query
  const detail = `search ${nothingToFind}`
  throw new ValidationException([{ pointer: '/query/search', rule: 'words', detail }])
}
