import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isRunning, sleepSync } from './processes.js'

/** Gives the lock back. */
export type Unlock = () => void

/**
 * Takes a lock that keeps other processes out, as soon as it is free.
 *
 * The lock of a process that died with it is free.
 *
 * @param file exists as long as somebody has the lock, and names that process
 */
export async function takeLock(file: string): Promise<Unlock> {
  let unlock
  while (!(unlock = tryLock(file))) await sleep(50)
  return unlock
}

/**
 * Does the same without giving way to anything else: for exit handlers.
 *
 * What this process is still holding it gets again, for nothing follows that could need it.
 */
export function takeLockSync(file: string): Unlock {
  let unlock
  while (!(unlock = tryLock(file))) {
    if (holderOf(file) === identify(process.pid)) return () => rmSync(file, { force: true })
    sleepSync(50)
  }
  return unlock
}

/** Tries once. */
export function tryLock(file: string): Unlock | undefined {
  const me = identify(process.pid)!
  const draft = `${file}.${me}-${randomBytes(4).toString('hex')}`

  // Written first and linked then: nobody ever sees a lock that does not name its holder.
  writeFileSync(draft, me, { mode: 0o600 })
  try {
    linkSync(draft, file)
    return () => rmSync(file, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    dropIfStale(file, draft)
    return undefined
  } finally {
    rmSync(draft, { force: true })
  }
}

function dropIfStale(file: string, aside: string): void {
  const holder = holderOf(file)
  if (holder === undefined || isRunning(holder)) return

  try {
    renameSync(file, aside)
    // Another one may have dropped it first and have a new one by now: that goes back.
    if (readFileSync(aside, 'utf8') !== holder) linkSync(aside, file)
  } catch {
    // Gone meanwhile, which is all that was wanted.
  }
}

function holderOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
