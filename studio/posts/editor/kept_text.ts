import type { CopyFields } from './use_working_copy'

export interface Unsaved {
  fields: CopyFields
  /** What the server had when the user began to change it. */
  base: CopyFields
}

/** Text that the server does not have yet. It outlives a crash of the tab, a lost connection and the session. */
export class KeptText {
  readonly #key: string
  #base?: CopyFields

  /** @param userId whose text it is: another user of the same browser does not see it */
  constructor(userId: number, postId: number) {
    this.#key = `PlazaStudio.unsaved.${userId}.${postId}`
  }

  keep({ fields, base }: Unsaved) {
    // Each letter keeps the fields anew; the base changes when they are saved.
    if (base !== this.#base) localStorage.setItem(this.#baseKey, JSON.stringify(base))
    this.#base = base
    localStorage.setItem(this.#key, JSON.stringify(fields))
  }

  forget() {
    this.#base = undefined
    localStorage.removeItem(this.#key)
    localStorage.removeItem(this.#baseKey)
  }

  read(): Unsaved | undefined {
    try {
      const [fields, base] = [this.#key, this.#baseKey].map((key) =>
        JSON.parse(localStorage.getItem(key) ?? '')
      )
      return { fields, base }
    } catch {
      return undefined
    }
  }

  get #baseKey() {
    return `${this.#key}.base`
  }
}
