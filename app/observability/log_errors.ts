/** What an error says of itself beside its message, as far as that tells nothing of anybody's data. */
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

/** An error as the log takes it. */
export interface LoggedError extends Partial<Pick<Said, (typeof harmless)[number]>> {
  type: string
  message: string
  stack: string
  cause?: LoggedError
  errors?: LoggedError[]
}

/**
 * What the log may say of an error. PostgreSQL quotes the rows and values that it refuses, `URL` and
 * `JSON.parse` what they can't read: none of that is for a log, which is kept and shown elsewhere.
 *
 * @param error whatever was thrown; what is no error stays as it is
 */
export function loggedError(error: unknown): unknown {
  return error instanceof Error ? describe(error) : error
}

function describe(error: Said): LoggedError {
  const { cause, errors, message, stack = '' } = error
  return {
    type: error.constructor.name,
    message: quotesData(error) ? withoutQuotations(message) : withoutSecrets(message),
    // Its first lines repeat the message.
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

/** SQLSTATE 22, data exceptions, and P0, what a trigger raises, name the value. */
const quotesData = ({ code, name }: Said) =>
  name === 'SyntaxError' || /^(22|P0)...$/.test(String(code))

/** What stands in the statement before it is ours. */
const withoutQuotations = (message: string) => withoutSecrets(message.replace(/: ".*"$/s, ': "…"'))

/** Patterns of what is secret wherever it stands. */
const secrets = [
  /(?<![^\s"'<>(])[^\s"'<>(@]+@[^\s"'<>)]+/g, // an e-mail, and the password in an address
  /\b(Bearer|Basic) \S+/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, // a JWT
  /\$argon2\S+/g,
]

const withoutSecrets = (message: string) =>
  secrets.reduce((text, pattern) => text.replaceAll(pattern, '…'), message)
