/** Fields of errors that hold no user data. */
const harmless = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'status',
  'severity',
  'routine',
  'schema',
  'table',
  'column',
  'constraint',
] as const

type Said = Error & { errors?: unknown[] } & { [Name in (typeof harmless)[number]]?: unknown }

export interface LoggedError extends Partial<Pick<Said, (typeof harmless)[number]>> {
  type: string
  message: string
  stack: string
  cause?: LoggedError
  errors?: LoggedError[]
}

/** An error without data: PostgreSQL, `URL` and `JSON.parse` quote values, which a log must not keep. */
export function loggedError(error: unknown): unknown {
  return error instanceof Error ? describe(error) : error
}

function describe(error: Said): LoggedError {
  const { cause, errors, message, stack = '' } = error
  return {
    type: error.constructor.name,
    message: quotesData(error) ? withoutQuotations(message) : withoutSecrets(message),
    // The first lines repeat the message.
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...Object.fromEntries(
      harmless.flatMap((name) => (error[name] === undefined ? [] : [[name, error[name]]]))
    ),
    ...(cause instanceof Error && { cause: describe(cause) }),
    ...(errors?.[0] instanceof Error && { errors: (errors as Error[]).map(describe) }),
  }
}

/** SQLSTATE 22 (data exceptions) and P0 (raised by a trigger) quote the value. */
const quotesData = ({ code, name }: Said) =>
  name === 'SyntaxError' || /^(22|P0)...$/.test(String(code))

/** The statement before the quotation is Plaza's own. */
const withoutQuotations = (message: string) => withoutSecrets(message.replace(/: ".*"$/s, ': "…"'))

const secrets = [
  /(?<![^\s"'<>(])[^\s"'<>(@]+@[^\s"'<>)]+/g, // an e-mail, and the password in an address
  /\b(Bearer|Basic) \S+/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, // a JWT
  /\$argon2\S+/g,
]

const withoutSecrets = (message: string) =>
  secrets.reduce((text, pattern) => text.replaceAll(pattern, '…'), message)
