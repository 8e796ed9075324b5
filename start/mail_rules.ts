import { Secret } from '@adonisjs/core/helpers'
import { verificationModes, type VerificationMode } from '#domain/signup'
import { hasVisible } from '#domain/text'
import { readSender, type Sender } from '#mail/sender'
import { smtpOptions } from '#mail/smtp_options'
import { linkWithToken, rule } from '#start/env_rules'

/** The address of an SMTP server. No error shows it, since it holds a password. */
export function mailServer() {
  return (name: string, value?: string) => {
    if (!value?.trim()) return undefined
    try {
      smtpOptions(value.trim())
    } catch (error) {
      throw new Error(`${name} ${(error as Error).message}`)
    }
    return new Secret(value.trim())
  }
}

/** The sender of mails. Required if mails are sent. */
export function mailSender() {
  const example = 'Plaza <no-reply@example.org>'
  const read = rule<Sender | undefined>('', `an address, such as ${example}`, (value) =>
    value === '' ? undefined : readSender(value)
  )
  const checked = (name: string, value?: string) => {
    const sender = read(name, value)
    if (sender === undefined && process.env.MAIL_URL?.trim()) {
      throw new Error(`${name} is missing, as MAIL_URL is set: ${example}`)
    }
    return sender
  }
  return Object.assign(checked, { fallback: '' })
}

/** The name of the site, in mails and pages. */
export function siteName(fallback: string) {
  return rule(fallback, 'a name of 1 to 60 characters', (value) =>
    hasVisible(value) && [...value].length <= 60 && !/[\r\n"<>]/.test(value) ? value : null
  )
}

/** A page of the site for a mailed link. No server sees the part after `#`. */
export const tokenLink = (page: string) =>
  linkWithToken(`https://site.example/${page}#token={token}`)

/** Whether an account waits for the confirmation of its e-mail. The default depends on MAIL_URL. */
export function verification() {
  const read = rule<VerificationMode | undefined>(
    '',
    `one of ${verificationModes.join(', ')}`,
    (value) =>
      value === '' ? undefined : (verificationModes.find((mode) => mode === value) ?? null)
  )
  const checked = (name: string, value?: string) => {
    const mode = read(name, value)
    const isMailSent = process.env.MAIL_URL?.trim() || process.env.NODE_ENV !== 'production'
    if (mode === 'required' && !isMailSent) {
      throw new Error(`${name} is required, and MAIL_URL is not set: no mail could be confirmed`)
    }
    return mode
  }
  return Object.assign(checked, { fallback: '' })
}

/** An address of the web. */
export function webAddress() {
  return rule<string | undefined>('', 'an address, such as https://example.org', (value) => {
    if (value === '') return undefined
    return /^https?:$/.test(URL.parse(value)?.protocol ?? '') ? value : null
  })
}
