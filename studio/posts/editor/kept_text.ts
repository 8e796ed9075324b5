import type { CopyFields } from './use_working_copy'

/** Text that the server does not have yet. It outlives a crash of the tab, a lost connection and the session. */
export class KeptText {
  readonly #key: string

  /** @param userId whose text it is: another user of the same browser does not see it */
  constructor(userId: number, postId: number) {
    this.#key = `PlazaStudio.unsaved.${userId}.${postId}`
  }

  keep(fields: CopyFields) {
    localStorage.setItem(this.#key, JSON.stringify(fields))
  }

  forget() {
    localStorage.removeItem(this.#key)
  }

  read(): CopyFields | undefined {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? '') as CopyFields
    } catch {
      return undefined
    }
  }
}
