import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url))
const run = promisify(execFile)
const directory = mkdtempSync(join(tmpdir(), 'plaza-bench-'))

export interface Request {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}

export interface Load {
  requests: number
  rps: number
  /** Latency in milliseconds. */
  p50: number
  p99: number
  /** Responses with status 400 or above, and failed connections. */
  errors: number
}

/** @throws Error without wrk on the PATH */
export function requireWrk(): void {
  const { error } = spawnSync('wrk', ['-v'])
  if (error) throw new Error('The bench drives its load with wrk: apt-get install wrk')
}

/** With cores to spare wrk has its own. */
const pinned = availableParallelism() >= 4 ? ['taskset', '-c', '0'] : []

export class Requests {
  readonly file: string
  #sent = 0

  constructor(
    readonly name: string,
    readonly list: Request[]
  ) {
    this.file = join(directory, `${name.replace(/\W+/g, '_')}.lua`)
    writeFileSync(this.file, `return ${inLua(list)}\n`)
  }

  /** Drives a server for whole seconds, from the request after the last one sent. */
  async drive(port: number, seconds: number, connections = 32): Promise<Load> {
    const [command, ...args] = [
      ...pinned,
      'wrk',
      ...['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', SCRIPT],
      `http://127.0.0.1:${port}`,
    ]
    const env = { ...process.env, BENCH_REQUESTS: this.file, BENCH_OFFSET: String(this.#sent) }
    const { stdout } = await run(command, args, { env })
    const told = JSON.parse(stdout.trim().split('\n').at(-1)!)
    this.#sent += told.requests
    return {
      requests: told.requests,
      rps: told.requests / (told.microseconds / 1e6),
      p50: told.p50 / 1000,
      p99: told.p99 / 1000,
      errors: told.errors,
    }
  }
}

/** JSON and Lua quote ASCII strings alike. */
function inLua(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(inLua).join(',\n')}}`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([name, member]) => `["${name}"]=${inLua(member)}`).join(',')}}`
}
