/** SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
interface DatabaseError extends Error {
  code?: string
  constraint?: string
}

const outages = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '25006', // read_only_sql_transaction
  '26000', // invalid_sql_statement_name: one before it in the pipeline failed to prepare it
  '25P03', // idle_in_transaction_session_timeout
  '3D000', // invalid_catalog_name: a restore is just putting another database in its place
  '40P01', // deadlock_detected
  '53100', // disk_full
  '53200', // out_of_memory
  '53300', // too_many_connections
  '55P03', // lock_not_available
  '57014', // query_canceled, by statement_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
])

/** The last alternative is knex's error in a transaction whose connection is gone. */
const lostConnection =
  /Connection terminated|Client has encountered a connection error|timeout expired|Transaction query already complete/

const whileConnecting = new WeakSet<object>()

/** Notes a failure to connect, for any reason: a password, TLS, the network. */
export function noteConnectionFailure(error: unknown): void {
  if (error instanceof Error) whileConnecting.add(error)
}

/** Whether the database is away, overloaded or gave up, so that a retry may succeed. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', name, message } = error as DatabaseError
  return (
    whileConnecting.has(error) ||
    outages.has(code) ||
    code.startsWith('08') ||
    name === 'KnexTimeoutError' ||
    lostConnection.test(message)
  )
}

/** Whether a deadlock or a lock stopped it: it may succeed after the other transaction. */
export function isOutpaced(error: unknown): boolean {
  return ['40P01', '55P03'].includes((error as DatabaseError).code ?? '')
}

export function violatedIndex(error: unknown): string | undefined {
  const { code, constraint } = error as DatabaseError
  return code === '23505' ? constraint : undefined
}

/** @param name of the constraint; any if absent */
export function isMissingReference(error: unknown, name?: string): boolean {
  const { code, constraint } = error as DatabaseError
  return code === '23503' && (name === undefined || constraint === name)
}

/** Whether PostgreSQL refused the data, by type (class 22) or constraint (class 23). */
export function isRefusal(error: unknown): boolean {
  return /^2[23]/.test((error as DatabaseError).code ?? '')
}
