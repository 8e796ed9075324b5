import { fstatSync, ftruncateSync, statSync, writeSync } from 'node:fs'
import { Failure } from '#cli/failure'

const descriptor = 1

/** More than a secret takes, in whatever form. */
const reservedBytes = 4096

/** What data is written to: a screen, a pipe, a file or a device. */
export class StandardOutput {
  constructor() {
    // The promise of each write tells of it.
    process.stdout.on('error', () => {})
  }

  /** @throws Failure when not all of it can be written */
  async write(data: string) {
    try {
      if (isStream()) await written(data)
      else writeAll(Buffer.from(data))
    } catch (error) {
      throw failureOf(error as NodeJS.ErrnoException)
    }
  }

  /**
   * Makes sure that a secret of a few lines can be written.
   *
   * @throws Failure otherwise
   */
  async reserve() {
    if (process.stdout.isTTY) return
    if (leadsNowhere()) {
      throw new Failure(
        'unwritten',
        'Standard output is closed or /dev/null, and would have the only copy: nothing was done'
      )
    }
    try {
      // JSON may begin with a blank, and so may what people read.
      if (!fstatSync(descriptor).isFile()) await this.write(' ')
      else reserveInFile()
    } catch (error) {
      const { message, outcome } = failureOf(error as NodeJS.ErrnoException)
      throw new Failure(
        outcome === 'unread' ? 'unwritten' : outcome,
        `${message || 'Nobody reads the output'}: nothing was done`
      )
    }
  }
}

/**
 * Node writes to a file by one call, and does not look whether that took all of it.
 *
 * @param at where to write; the file's position, without it
 */
function writeAll(bytes: Buffer, at?: number) {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(descriptor, bytes, done, undefined, at === undefined ? null : at + done)
  }
}

function written(data: string) {
  return new Promise<void>((resolve, reject) => {
    process.stdout.write(data, (error) => (error ? reject(error) : resolve()))
  })
}

function reserveInFile() {
  const { size } = fstatSync(descriptor)
  try {
    writeAll(Buffer.alloc(reservedBytes, ' '), size)
  } finally {
    // What others appended meanwhile must stay.
    if (fstatSync(descriptor).size <= size + reservedBytes) ftruncateSync(descriptor, size)
  }
}

const isStream = () => {
  const stat = fstatSync(descriptor)
  return process.stdout.isTTY || stat.isFIFO() || stat.isSocket()
}

function leadsNowhere() {
  const { rdev } = fstatSync(descriptor)
  return rdev !== 0 && rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev
}

function failureOf(error: NodeJS.ErrnoException): Failure {
  if (error instanceof Failure) return error
  // A reader such as `head` has seen enough, and says so itself if that is wrong.
  if (error.code === 'EPIPE') return new Failure('unread', '')
  const why = error.code === 'ENOSPC' ? 'no space is left' : error.code
  return new Failure('unwritten', `Standard output can't be written (${why})`)
}
