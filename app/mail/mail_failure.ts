interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

const MAX_RESPONSE_CHARACTERS = 200

/** RFC 3463: no such mailbox or domain, a null MX, a mailbox that is disabled. Relays refuse for other reasons too. */
const deadAddress = /^5\d\d[ -]5\.(?:1\.[123]|1\.6|1\.10|2\.1)(?!\d)/

/** A failure to send a mail. Its message is safe to keep and to show. */
export class MailFailure extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly isDeadAddress = false
  ) {
    super(message)
  }
}

/** Explains a failure of nodemailer in one line, without addresses and links. */
export function failureOf(error: unknown): MailFailure {
  const { code = 'UNKNOWN', command, message, response } = error as SmtpError
  // The server refused STARTTLS.
  if (code === 'ETLS' && response !== undefined) return new MailFailure(withoutTls, code)
  if (response === undefined) return new MailFailure(explain(code, message), code)
  const said = withoutData(response).slice(0, MAX_RESPONSE_CHARACTERS)
  const isDead = code === 'EENVELOPE' && command !== 'MAIL FROM' && deadAddress.test(response)
  return new MailFailure(`The mail server answered "${said}" to ${command}.`, code, isDead)
}

const withoutTls = 'The mail server offers no TLS. Use smtps://, or add ?tls=off to MAIL_URL.'

const explanations: Record<string, string> = {
  ETIMEDOUT: 'The mail server took too long.',
  EDNS: 'The host of MAIL_URL is not known.',
}

const explain = (code: string, message: string) =>
  explanations[code] ?? `The mail server can’t be used: ${withoutData(message)}`

/** A server may repeat addresses and links in its refusal. */
const withoutData = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .split(' ')
    .map((word) => (/@|:\/\/|[\w-]{32}/.test(word) ? '…' : word))
    .join(' ')
