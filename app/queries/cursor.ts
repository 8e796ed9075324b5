import { hash } from 'node:crypto'
import encryption from '@adonisjs/core/services/encryption'
import ValidationException from '#exceptions/validation_exception'

/** The sort key of a row. */
export type Key = (string | number)[]

/** The cursors of a list: a cursor carries the whole sort key of the last row, and is signed. */
export class Cursors {
  #purpose: string

  /** @param list names the list with its filters and order; a cursor is good for that list alone */
  constructor(list: string) {
    this.#purpose = hash('sha256', list, 'base64url')
  }

  /** @throws ValidationException when the cursor is not one of this list */
  open(cursor: string): Key {
    const key = encryption.getMessageVerifier().unsign<Key>(cursor, this.#purpose)
    if (!key) throw new ValidationException([foreignCursor])
    return key
  }

  /** @param key times as `Date` */
  seal(key: unknown[]): string {
    return encryption.getMessageVerifier().sign(key.map(textOf), undefined, this.#purpose)
  }
}

const foreignCursor = {
  pointer: '/query/cursor',
  rule: 'cursor',
  detail: 'The cursor is not one of this list. Take it from the Link header, and keep the filters.',
}

const textOf = (value: unknown) => (value instanceof Date ? value.toISOString() : value)
