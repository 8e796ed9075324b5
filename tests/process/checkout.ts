import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { cp, mkdtemp, realpath, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LEFT_OUT = /^(node_modules|tmp|build|\.git|\.adonisjs|\.env.*)$/
/** Longer than any program takes on a busy machine, and shorter than the timeout of a test. */
const TIMEOUT_MS = 120_000

/** A separate checkout: the files of a clone, and the packages. */
export class Checkout {
  private constructor(readonly path: string) {
    process.on('exit', this.remove)
  }

  static async create(): Promise<Checkout> {
    const path = await realpath(await mkdtemp(join(tmpdir(), 'plaza-process-')))
    const filter = (source: string) => !LEFT_OUT.test(relative(ROOT, source))
    await cp(ROOT, path, { recursive: true, filter })
    await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'))
    return new Checkout(path)
  }

  /**
   * Starts a program of the checkout in its own process group, as a terminal does.
   *
   * @param args of node
   * @param env in addition to the bare minimum; nothing of this run's environment is passed on
   */
  run(args: string[], env: NodeJS.ProcessEnv = {}): Program {
    return new Program(this.path, args, env)
  }

  /** The processes that run in this checkout. */
  processes(): string[] {
    if (process.platform !== 'linux') {
      const { stdout } = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' })
      return stdout.split('\n').filter((line) => line.includes(this.path))
    }

    return readdirSync('/proc').flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(this.path) ? `${pid} ${command}` : []
      } catch {
        return []
      }
    })
  }

  /** Ends all its processes and deletes it. The end of this process does so too. */
  readonly remove = () => {
    process.off('exit', this.remove)
    for (const line of this.processes()) process.kill(Number.parseInt(line), 'SIGKILL')
    rmSync(this.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

/** A running program. */
export class Program {
  output = ''
  #child: ChildProcess
  #ended: Promise<unknown>
  /** Resolves when it has ended and all its output is here. */
  #isOver = false

  constructor(cwd: string, args: string[], env: NodeJS.ProcessEnv) {
    const { PATH, HOME, TMPDIR } = process.env
    this.#child = spawn(process.execPath, args, {
      cwd,
      detached: true,
      env: { PATH, HOME, TMPDIR, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#ended = once(this.#child, 'close').then(() => (this.#isOver = true))
    this.#child.stdout!.on('data', (chunk) => (this.output += chunk))
    this.#child.stderr!.on('data', (chunk) => (this.output += chunk))
  }

  /** Waits until its output has a text. */
  async says(text: string): Promise<void> {
    const deadline = Date.now() + TIMEOUT_MS
    while (!this.output.includes(text)) {
      if (this.#isOver || Date.now() > deadline) {
        throw new Error(`It never said "${text}", but:\n${this.output}`)
      }
      await sleep(20)
    }
  }

  /** Ctrl-C in a terminal reaches the whole process group. A kill reaches only the process. */
  pressCtrlC(): void {
    process.kill(-this.#child.pid!, 'SIGINT')
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** @returns its exit code, when it and its children have closed their output */
  async exitCode(): Promise<number | null> {
    await this.#ended
    return this.#child.exitCode
  }
}
