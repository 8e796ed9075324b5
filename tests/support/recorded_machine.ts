import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plaza } from '#tests/support/captured_terminal'

/** Every program that `plaza service` may call. The PATH has no others. */
const programs = [
  ['systemctl', 'journalctl', 'docker', 'git', 'npm', 'nginx', 'curl', 'createdb', 'redis-server'],
  ['useradd', 'userdel', 'runuser', 'install', 'chown', 'getent', 'bash', 'sed', 'grep', 'cat'],
  ['ln', 'mv', 'rm', 'cp', 'ls', 'tee', 'diff', 'stat', 'readlink', 'env'],
  ['systemd-run', 'tar', 'chmod', 'find'],
].flat()

/** A small shell script that records its calls, and answers from a list of cases. */
const recorder = `#!/bin/bash
# Whoever writes into a pipe must not find it closed.
while read -r; do :; done
line="\${0##*/} $*"
printf '%s\\n' "$line" >> "$RECORD"
. "$ANSWERS"
`

/**
 * A machine whose programs only record their calls. `plaza service` finds no other programs on the
 * PATH.
 */
export class RecordedMachine {
  private constructor(readonly folder: string) {}

  /**
   * @param answers shell cases: a pattern of the called line, and the reaction
   * @param missing programs that this machine does not have
   */
  static async create(answers: string[], missing: string[] = []) {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-service-'))
    const machine = new RecordedMachine(folder)
    await machine.answer(answers)
    await writeFile(join(folder, 'record'), '')
    await writeFile(join(folder, 'recorder'), recorder)
    await chmod(join(folder, 'recorder'), 0o755)
    const present = programs.filter((name) => !missing.includes(name))
    for (const name of present) await symlink(join(folder, 'recorder'), join(folder, name))
    return machine
  }

  answer(cases: string[]) {
    return writeFile(join(this.folder, 'answers'), `case "$line" in\n${cases.join('\n')}\nesac\n`)
  }

  /** Runs a plaza command line on it, as root by default. */
  run(line: string, { user = 'root', ...setup }: Parameters<typeof plaza>[1] = {}) {
    const env = {
      PATH: this.folder,
      RECORD: join(this.folder, 'record'),
      ANSWERS: join(this.folder, 'answers'),
      STATE: this.folder,
    }
    return plaza(line, { ...setup, user, env })
  }

  /** The calls, in order. */
  async called(): Promise<string[]> {
    return (await readFile(join(this.folder, 'record'), 'utf8')).split('\n').filter(Boolean)
  }

  remove() {
    return rm(this.folder, { recursive: true })
  }
}

/** The lines that were run, as printed on standard error. */
export const linesOf = ({ err }: { err: string }) =>
  err
    .split('\n')
    .filter((line) => line.startsWith('$ '))
    .map((line) => line.slice(2))
