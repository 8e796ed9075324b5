import { emailNotes, userRow } from '#cli/moving/import/sources/rows'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'

/** An account, with its entry if it has not come yet. */
interface Person {
  id: string
  entry?: Entry
}

/** Authors of the site, and guests who have commented. */
export class People {
  /** Logins of authors, by themselves, by id and by e-mail. */
  #logins = new Map<string, string>()
  #guests = new Set<string>()

  /** @param site names it: accounts without an e-mail are of one site alone */
  constructor(private site: string) {}

  author(element: Element, place: string): Entry {
    const login = valueOf(element, 'wp:author_login')
    const name = valueOf(element, 'wp:author_display_name') || login
    const email = valueOf(element, 'wp:author_email')
    this.#logins.set(`id ${valueOf(element, 'wp:author_id')}`, login)
    if (email) this.#logins.set(`email ${email.toLowerCase()}`, login)
    return this.#authorOf({ login, name, email }, place)
  }

  /** The author of an item, whom exports of WordPress 3.0 and edited ones may not list; null for none. */
  creator(login: string, place: string): Person | null {
    if (login === '') return null
    const id = `login:${login}`
    if (this.#logins.has(`login ${login}`)) return { id }
    const entry = this.#authorOf({ login, name: login }, place)
    entry.notes!.push(`the export does not list the author ${login}: the account has no e-mail`)
    return { id, entry }
  }

  /** An author of the site, or a guest by e-mail or name. */
  commenter(comment: Element, place: string): Person | null {
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
    const row = userRow(id, { name: name || email.replace(/@.*$/s, ''), email }, this.site)
    return { id, entry: { kind: 'users', place, row, notes: emailNotes(email) } }
  }

  #authorOf(given: { login: string; name: string; email?: string }, place: string): Entry {
    const { login, email } = given
    this.#logins.set(`login ${login}`, login)
    const row = userRow(`login:${login}`, given, this.site)
    return { kind: 'users', place, row, notes: emailNotes(email) }
  }
}
