import { fstatSync, ftruncateSync, statSync, writeSync } from 'node:fs'
import { Failure } from '#cli/failure'

const STDOUT_FD = 1

const RESERVED_BYTES = 4096

export class StandardOutput {
  constructor() {
    // Each write reports its own error.
    process.stdout.on('error', () => {})
  }

  /** @throws Failure unless all of it was written */
  async write(data: string | Uint8Array) {
    try {
      if (isStream()) await written(data)
      else writeAll(typeof data === 'string' ? Buffer.from(data) : data)
    } catch (error) {
      throw failureOf(error as NodeJS.ErrnoException)
    }
  }

  /** Checks that a secret of a few lines can be written. @throws Failure */
  async reserve() {
    if (process.stdout.isTTY) return
    if (leadsNowhere()) {
      throw new Failure(
        'unwritten',
        'Standard output is closed or /dev/null, and would have the only copy: nothing was done'
      )
    }
    try {
      // Leading white space is harmless in JSON and in text.
      if (!fstatSync(STDOUT_FD).isFile()) await this.write(' ')
      else reserveInFile()
    } catch (error) {
      const { message, outcome } = failureOf(error as NodeJS.ErrnoException)
      throw new Failure(
        outcome === 'unread' ? 'unwritten' : outcome,
        `${message || 'The reader of the output has ended'}: nothing was done`
      )
    }
  }
}

/** Node ignores short writes to files. @param at offset; the file's position by default */
function writeAll(bytes: Uint8Array, at?: number) {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(STDOUT_FD, bytes, done, undefined, at === undefined ? null : at + done)
  }
}

function written(data: string | Uint8Array) {
  return new Promise<void>((resolve, reject) => {
    process.stdout.write(data, (error) => (error ? reject(error) : resolve()))
  })
}

function reserveInFile() {
  const { size } = fstatSync(STDOUT_FD)
  try {
    writeAll(Buffer.alloc(RESERVED_BYTES, ' '), size)
  } finally {
    // Keeps what other processes appended meanwhile.
    if (fstatSync(STDOUT_FD).size <= size + RESERVED_BYTES) ftruncateSync(STDOUT_FD, size)
  }
}

const isStream = () => {
  const stat = fstatSync(STDOUT_FD)
  return process.stdout.isTTY || stat.isFIFO() || stat.isSocket()
}

function leadsNowhere() {
  const { rdev } = fstatSync(STDOUT_FD)
  return rdev !== 0 && rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev
}

function failureOf(error: NodeJS.ErrnoException): Failure {
  if (error instanceof Failure) return error
  // A reader such as `head` has read enough.
  if (error.code === 'EPIPE') return new Failure('unread', '')
  const why = error.code === 'ENOSPC' ? 'no space is left' : error.code
  return new Failure('unwritten', `Standard output can't be written (${why})`)
}
