import { userRow } from '#cli/moving/import/sources/rows'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry, Row } from '#cli/moving/import/source'

/** Authors of the site, and guests who have commented. */
export class People {
  /** Logins of authors, by themselves, by id and by e-mail. */
  #logins = new Map<string, string>()
  #guests = new Set<string>()

  author(element: Element, place: string): Entry {
    const login = valueOf(element, 'wp:author_login')
    const name = valueOf(element, 'wp:author_display_name') || login
    const email = valueOf(element, 'wp:author_email')
    this.#logins.set(`login ${login}`, login)
    this.#logins.set(`id ${valueOf(element, 'wp:author_id')}`, login)
    if (email) this.#logins.set(`email ${email.toLowerCase()}`, login)
    return { kind: 'users', place, row: userRow(`login:${login}`, { name, login, email }) }
  }

  /** The id of an author; null for one that the export does not have. */
  idOf = (login: string) => (this.#logins.has(`login ${login}`) ? `login:${login}` : null)

  /** An author of the site, or a guest by e-mail or name, whose row comes once. */
  commenter(comment: Element): { id: string; row?: Row } | null {
    const name = valueOf(comment, 'wp:comment_author')
    const email = valueOf(comment, 'wp:comment_author_email').toLowerCase()
    const userId = valueOf(comment, 'wp:comment_user_id')
    const login =
      (Number(userId) > 0 && this.#logins.get(`id ${userId}`)) || this.#logins.get(`email ${email}`)
    if (login) return { id: `login:${login}` }
    if (!name && !email) return null
    const id = email ? `guest:${email}` : `guest:name:${name}`
    if (this.#guests.has(id)) return { id }
    this.#guests.add(id)
    return { id, row: userRow(id, { name: name || email.replace(/@.*$/s, ''), email }) }
  }
}
