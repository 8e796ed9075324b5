import { Failure } from '#cli/failure'
import type { Machine } from '#cli/service/machine'

/** @throws Failure after Ctrl-C, before the running version is touched */
export function stopIf(signal: AbortSignal) {
  if (signal.aborted) throw new Failure('interrupted', 'Interrupted: the old version goes on')
}

/** Migrations that ran and the old version doesn't know. @param status its `plaza db status --jsonl` */
export async function migrationsLeft(machine: Machine, status: string): Promise<string[]> {
  const { text } = await machine.ask(status)
  const rows = text.split('\n').filter((line) => line.startsWith('{'))
  return rows
    .map((line): { name: string; status: string } => JSON.parse(line))
    .filter((row) => row.status === 'corrupt')
    .map(({ name }) => name.replace(/^.*\//, ''))
}

export function rolledBack(
  error: unknown,
  { name, old, migrations }: { name: string; old: string; migrations: string[] }
): Failure {
  const reason = `${name} did not come up, and ${old} runs again: ${(error as Error).message}`
  if (migrations.length === 0) return new Failure('unverified', reason)
  const stays = `The migrations of ${name} stay (${migrations.join(', ')})`
  const advice = `if ${old} fails on them, restore the backup that was taken: plaza backup list`
  return new Failure('unverified', `${reason}. ${stays}; ${advice}`)
}
