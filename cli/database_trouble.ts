export interface Trouble {
  message: string
  advice: string
}

type ServerError = Error & {
  code?: string
  address?: string
  port?: number
  errors?: ServerError[]
}

const logs = 'its log says why: journalctl -u postgresql@*, or docker compose logs db'

const troubles: Record<string, Trouble> = {
  '53100': {
    message: 'the disk of PostgreSQL is full: it takes no writes',
    advice:
      'make room on it (/var/lib/postgresql, or the volume `database`); PostgreSQL goes on then',
  },
  '53200': {
    message: 'PostgreSQL has no memory left',
    advice: 'give it more, or run fewer workers',
  },
  '53300': {
    message: 'PostgreSQL has no connection left',
    advice: 'lower DB_POOL_MAX, or raise max_connections of PostgreSQL',
  },
  '57P03': {
    message: 'PostgreSQL is starting, or recovering from a crash',
    advice: `wait for it; a full disk keeps it there, and ${logs}`,
  },
  '28P01': {
    message: 'PostgreSQL does not take the password of DATABASE_URL',
    advice: 'give the role that password again: docs/operations.md, "A changed or lost password"',
  },
  '3D000': {
    message: 'PostgreSQL has no such database',
    advice: 'correct DATABASE_URL, or create the database',
  },
}

export function databaseTrouble(error: unknown): Trouble {
  const given = error as ServerError
  const { address, code = '', message, name, port } = given.errors?.[0] ?? given
  if (code in troubles) return troubles[code]
  if (/No space left on device/.test(message)) return troubles['53100']
  if (name === 'KnexTimeoutError' || /timeout expired/.test(message)) {
    return { message: 'PostgreSQL gives no connection in time', advice: `start it again; ${logs}` }
  }
  if (/^(ECONNREFUSED|ENOENT|ECONNRESET|EHOSTUNREACH|ETIMEDOUT)$/.test(code)) {
    const where = port ? `${address}:${port}` : (address ?? 'its address')
    return { message: `no PostgreSQL answers at ${where}`, advice: `start it; ${logs}` }
  }
  return { message: message || code, advice: 'correct DATABASE_URL' }
}

export function redisTrouble(error: unknown): Trouble {
  const { message } = error as Error
  if (/\bOOM\b/.test(message)) {
    return {
      message: 'its memory is full: each worker counts limits by itself',
      advice: 'raise its maxmemory (REDIS_MAXMEMORY, PLAZA_REDIS_MAXMEMORY)',
    }
  }
  if (/\bMISCONF\b/.test(message)) {
    return {
      message:
        'it takes no writes, since it could not save to its disk: each worker counts limits by itself',
      advice: 'make room on its disk, or let it save nothing: save ""',
    }
  }
  if (/\b(NOAUTH|WRONGPASS|NOPERM)\b/.test(message)) {
    return { message: `it refuses REDIS_URL: ${message}`, advice: 'correct its user and password' }
  }
  return { message: 'it does not answer', advice: 'start it, or correct REDIS_URL' }
}
