import { RE2JS } from 're2js'
import { spend } from '#domain/types/work'

const MAX_CHARACTERS = 500

/** One step of a pattern is far shorter than one of {@link spend}. */
const PATTERN_STEPS = 50

/** A regular expression whose time grows with its text alone, so that no text makes it slow. */
export class LinearPattern {
  readonly #expression: RE2JS
  readonly #size: number

  /** @throws Error with the reason if RE2 does not know the pattern, or it is too long */
  constructor(readonly source: string) {
    if (source.length > MAX_CHARACTERS) {
      throw new Error(`it takes up to ${MAX_CHARACTERS} characters`)
    }
    this.#expression = RE2JS.compile(source)
    this.#size = this.#expression.programSize()
  }

  /** @throws TooMuchWork */
  test(text: string): boolean {
    spend(Math.ceil((text.length * this.#size) / PATTERN_STEPS))
    return this.#expression.test(text)
  }

  toString() {
    return this.source
  }
}
