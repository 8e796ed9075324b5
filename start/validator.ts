import vine, { errors, SimpleMessagesProvider } from '@vinejs/vine'
import type { ErrorReporterContract, FieldContext } from '@vinejs/vine/types'
import type { FieldProblem } from '#support/problem'

/** Collects every broken rule as a JSON pointer (RFC 6901), the rule and one sentence. */
class ProblemReporter implements ErrorReporterContract {
  hasErrors = false
  #errors: FieldProblem[] = []

  report(message: string, rule: string, { meta, getFieldPath }: FieldContext) {
    this.hasErrors = true
    const path = getFieldPath().split('.').filter(Boolean)
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

const snakeCase = (rule: string) => rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

vine.convertEmptyStringsToNull = false
vine.errorReporter = () => new ProblemReporter()
vine.messagesProvider = new SimpleMessagesProvider({
  'required': '{{ field }} is missing.',
  'string': '{{ field }} must be a string.',
  'boolean': '{{ field }} must be true or false.',
  'number': '{{ field }} must be a number.',
  'withoutDecimals': '{{ field }} must be a whole number.',
  'range': '{{ field }} must be from {{ min }} to {{ max }}.',
  'in': '{{ field }} must be one of {{ values }}.',
  'enum': '{{ field }} must be one of {{ choices }}.',
  'maxLength': '{{ field }} takes up to {{ max }} characters.',
  'email': '{{ field }} must be an e-mail address.',
  'email.regex': '{{ field }} must be an e-mail address in ASCII.',
  'username.regex': '{{ field }} must be 3 to 30 letters, digits or underscores.',
  'object': 'Send a JSON object.',
})
