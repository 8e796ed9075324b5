const TIMEOUT_MS = 10_000
const SILENCE_MS = 30_000

export interface SmtpOptions {
  host: string
  port: number
  /** TLS from the start. */
  secure: boolean
  /** Refuses a server without STARTTLS. */
  requireTLS: boolean
  ignoreTLS: boolean
  auth?: { type: 'login'; user: string; pass: string }
  connectionTimeout: number
  greetingTimeout: number
  dnsTimeout: number
  socketTimeout: number
}

const modes = ['', 'required', 'off']

/** The options of nodemailer for a `MAIL_URL`. @throws Error that does not show the address */
export function smtpOptions(address: string): SmtpOptions {
  const url = URL.parse(address)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new Error('must be like smtps://user:password@mail.example.org:465')
  }
  const tls = url.searchParams.get('tls') ?? ''
  if (!modes.includes(tls)) throw new Error('takes ?tls=required or ?tls=off')
  const secure = url.protocol === 'smtps:'
  const isOpen = tls === 'off' || (tls === '' && isThisMachine(url.hostname))
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !isOpen,
    ignoreTLS: !secure && isOpen,
    ...(url.username && {
      auth: { type: 'login' as const, user: decoded(url.username), pass: decoded(url.password) },
    }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
  }
}

const isThisMachine = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('can’t be read: percent-encode special characters in its password')
  }
}
