import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock, takeLockSync } from './lock.js'
import { DISPOSABLE, startPostgres, stopPostgres } from './postgres.js'
import { identify, isRunning } from './processes.js'
import { startRedis, stopRedis } from './redis.js'

export type Services = {
  databaseUrl?: string
  redisUrl?: string
  /** The last release stops the services. The end of a process releases them too. */
  release: () => void
}

type Wanted = { postgres: boolean; redis: boolean; disposable?: boolean }
type State = { borrowers: string[]; databaseUrl?: string; redisUrl?: string }

const STATE = 'services.json'
const LOCK = 'services.lock'

/** Shares the servers of a folder with other processes, and starts them if none did. */
export async function borrow(directory: string, wanted: Wanted): Promise<Services> {
  if (!wanted.postgres && !wanted.redis) return { release() {} }

  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const me = identify(process.pid)!
  const release = () => {
    process.off('exit', release)
    giveBack(directory, me, wanted)
  }

  const unlock = await takeLock(join(directory, LOCK))
  try {
    // Before any server starts, so that none outlives this process.
    exitOnSignals()
    process.on('exit', release)
    const state = readState(directory)
    state.borrowers.push(me)
    writeState(directory, state)

    const settings = wanted.disposable ? DISPOSABLE : {}
    if (wanted.postgres) {
      state.databaseUrl = await startPostgres(join(directory, 'postgres'), settings)
    }
    if (wanted.redis) state.redisUrl = await startRedis(join(directory, 'redis'), state.redisUrl)
    writeState(directory, state)

    const { databaseUrl, redisUrl } = state
    return {
      databaseUrl: wanted.postgres ? databaseUrl : undefined,
      redisUrl: wanted.redis ? redisUrl : undefined,
      release,
    }
  } finally {
    unlock()
  }
}

function giveBack(directory: string, borrower: string, { disposable }: Wanted): void {
  const unlock = takeLockSync(join(directory, LOCK))
  try {
    const state = readState(directory)
    const mine = state.borrowers.indexOf(borrower)
    const borrowers = state.borrowers.filter((other, i) => i !== mine && isRunning(other))

    if (borrowers.length > 0) writeState(directory, { ...state, borrowers })
    else stopAll(directory)
  } finally {
    unlock()
  }
  if (disposable) rmSync(directory, { recursive: true, force: true })
}

function stopAll(directory: string): void {
  stopRedis(join(directory, 'redis'))
  stopPostgres(join(directory, 'postgres'))
  rmSync(join(directory, STATE), { force: true })
}

let listening = false

/** A signal without a listener ends a process before its exit handlers run. */
function exitOnSignals(): void {
  if (listening) return
  listening = true
  for (const [signal, code] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code)
    })
  }
}

function readState(directory: string): State {
  try {
    return JSON.parse(readFileSync(join(directory, STATE), 'utf8'))
  } catch {
    return { borrowers: [] }
  }
}

/** Renamed into place, so that readers never see half of it. */
function writeState(directory: string, state: State): void {
  const file = join(directory, STATE)
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
