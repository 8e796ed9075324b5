import { cpus, release, totalmem } from 'node:os'
import pg from 'pg'

export async function describeMachine(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query('show server_version')
  await client.end()
  return {
    processor: cpus()[0].model,
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `Linux ${release()}`,
    node: process.version,
    postgres: rows[0].server_version as string,
  }
}
