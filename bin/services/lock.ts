import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isRunning, sleepSync } from './processes.js'

export type Unlock = () => void

/** Takes a lock between processes, as soon as it is free or its holder is dead. */
export async function takeLock(file: string): Promise<Unlock> {
  let unlock
  while (!(unlock = tryLock(file))) await sleep(50)
  return unlock
}

/** The same, blocking, for exit handlers. A lock that this process already holds is granted again. */
export function takeLockSync(file: string): Unlock {
  let unlock
  while (!(unlock = tryLock(file))) {
    if (holderOf(file) === identify(process.pid)) return () => rmSync(file, { force: true })
    sleepSync(50)
  }
  return unlock
}

export function tryLock(file: string): Unlock | undefined {
  const me = identify(process.pid)!
  const draft = `${file}.${me}-${randomBytes(4).toString('hex')}`

  // Written first, then linked: a lock always names its holder.
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
    // Another process took the lock meanwhile: give it back.
    if (readFileSync(aside, 'utf8') !== holder) linkSync(aside, file)
  } catch {}
}

function holderOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
