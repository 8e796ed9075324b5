import { errors } from '@vinejs/vine'
import type { ErrorReporterContract, FieldContext } from '@vinejs/vine/types'
import type { FieldProblem } from '#exceptions/problem'

/** Collects broken rules as JSON pointer (RFC 6901), rule and sentence. */
export class ProblemReporter implements ErrorReporterContract {
  hasErrors = false
  #errors: FieldProblem[] = []

  report(message: string, rule: string, { meta, getFieldPath }: FieldContext) {
    this.hasErrors = true
    // For an item in a body that is a list, the path is a number.
    const path = String(getFieldPath()).split('.').filter(Boolean)
    const place = meta.place ? [meta.place, ...path] : path
    this.#errors.push({
      pointer: place.map((part) => `/${part}`).join(''),
      rule: snakeCase(rule),
      detail: message,
    })
  }

  createError() {
    return new errors.E_VALIDATION_ERROR(this.#errors)
  }
}

/** VineJS names rules such as `array.maxLength`. */
const snakeCase = (rule: string) =>
  rule
    .split('.')
    .at(-1)!
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
