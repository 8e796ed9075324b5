import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Runs a line of bash with `plaza` as the command. */
export function shell(line: string, env: NodeJS.ProcessEnv = {}) {
  const plaza = `plaza() { "${process.execPath}" bin/plaza.js "$@"; }; set -o pipefail`
  return spawnSync('bash', ['-c', `${plaza}; ${line}`], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    input: '',
    encoding: 'utf8',
    timeout: 60_000,
  })
}
