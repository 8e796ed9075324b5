import env from '#start/env'
import { defineConfig } from '@adonisjs/lucid'
import type { PostgreConfig } from '@adonisjs/lucid/types/database'
import { endWhenHung } from '#db/hung_connections'

const timeout = env.get('DB_STATEMENT_TIMEOUT') * 1000

const MIN_CONNECT_MS = 3000

/** Options of node-postgres; Lucid's types know only some. */
const connection = {
  connectionString: env.get('DATABASE_URL').release(),
  application_name: 'plaza',
  // How times are written: app/resources/definition/form.ts reads them.
  options: '-c timezone=UTC -c datestyle=ISO',
  statement_timeout: timeout,
  idle_in_transaction_session_timeout: timeout * 2,
  // A request that waits longer for a connection waits for the new one, too.
  connectionTimeoutMillis: Math.max(MIN_CONNECT_MS, env.get('DB_ACQUIRE_TIMEOUT')),
  keepAlive: true,
} as PostgreConfig['connection']

const postgres = {
  client: 'pg',
  connection,
  pool: {
    min: 0,
    max: env.get('DB_POOL_MAX'),
    acquireTimeoutMillis: env.get('DB_ACQUIRE_TIMEOUT'),
    afterCreate: endWhenHung(timeout),
  },
  // Keeps values of a failed statement out of errors and logs. Lucid's types lack it.
  compileSqlOnError: false,
  migrations: { naturalSort: true, paths: ['database/migrations'] },
  schemaGeneration: { enabled: true, rulesPaths: ['./database/schema_rules.js'] },
} as PostgreConfig

const databaseConfig = defineConfig({ connection: 'postgres', connections: { postgres } })

export default databaseConfig
