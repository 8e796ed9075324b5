import { createHmac, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import ValidationException from '#exceptions/validation_exception'
import { keyFor } from '#security/keys'

export type Key = (string | number)[]

/** Signs by itself: AdonisJS's signer makes its key anew each time, slower than a page without its query. */
export class Cursors {
  /** @param list names the list with filters and order: its cursors fit only it @param parameter its name in the URL */
  constructor(
    private list: string,
    private parameter = 'cursor'
  ) {}

  /** @throws ValidationException for a cursor of another list */
  open(cursor: string): Key {
    const [key, signature = ''] = cursor.split('.')
    const expected = Buffer.from(this.#sign(key))
    const given = Buffer.from(signature)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ValidationException([{ ...foreignCursor, pointer: `/query/${this.parameter}` }])
    }
    return JSON.parse(Buffer.from(key, 'base64url').toString())
  }

  seal(key: unknown[]): string {
    const json = JSON.stringify(key)
    const known = sealed.get(this.list + json)
    if (known !== undefined) return known
    const text = Buffer.from(json).toString('base64url')
    const cursor = `${text}.${this.#sign(text)}`
    sealed.set(this.list + json, cursor)
    return cursor
  }

  #sign(text: string) {
    return createHmac('sha256', keyFor('cursor'))
      .update(`${this.list}\n${text}`)
      .digest('base64url')
  }
}

/** By list and key: a repeated page mostly ends with the same row. */
const sealed = new LRUCache<string, string>({ max: 500 })

const foreignCursor = {
  rule: 'cursor',
  detail: 'The cursor is not one of this list. Take it from the Link header, and keep the filters.',
}
