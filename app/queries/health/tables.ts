import { readdir } from 'node:fs/promises'

export type Ask = (sql: string) => Promise<Record<string, any>[]>

const FOLDER = 'database/migrations'

/** Newer migrations are fine: they only add first. @returns a fault and its remedy, or undefined */
export async function whatTablesLack(ask: Ask, root: URL): Promise<string | undefined> {
  const [database] = await ask(
    `select current_database() as name, to_regclass('adonis_schema') is not null as is_migrated,
       exists (select from pg_tables where schemaname = current_schema()) as has_tables`
  )
  if (!database!.is_migrated && database!.has_tables) {
    return `The database ${database!.name} holds tables that are not Plaza's: set DATABASE_URL to a database only for Plaza`
  }
  const rows = database!.is_migrated ? await ask('select name from adonis_schema') : []
  const ran = new Set(rows.map(({ name }) => name))
  const all = await namesIn(new URL(`${FOLDER}/`, root))
  if (ran.size > 0 && !all.some((name) => ran.has(name))) {
    return `The database ${database!.name} is of another application: set DATABASE_URL to a database only for Plaza`
  }
  const pending = all.filter((name) => !ran.has(name)).length
  if (pending === 0) return undefined
  const what = pending === 1 ? 'A migration has' : `${pending} migrations have`
  return `${what} not run: plaza db migrate`
}

async function namesIn(folder: URL): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .map((file) => `${FOLDER}/${file.replace(/\.[jt]s$/, '')}`)
}
