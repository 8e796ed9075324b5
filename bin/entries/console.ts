import { endWithFailure } from '../failure.js'
import { createIgnitor } from '../ignitor.js'
import { borrowServices } from '../services.js'
import { whenOrphaned } from '../services/processes.js'

/** These commands only inspect the application, so they need no database and no secrets. */
const OFFLINE = ['codegen', 'list:routes', 'make:migration', 'make:resource', 'openapi:write']
const STAND_INS = {
  NODE_ENV: 'development',
  HOST: 'localhost',
  APP_KEY: 'x'.repeat(32),
  JWT_KEYS: `offline:${'x'.repeat(64)}`,
  DATABASE_URL: 'postgres://offline@127.0.0.1:1/offline',
}

const args = process.argv.slice(2)

whenOrphaned(() => process.exit(1))

try {
  await createIgnitor(async () => {
    if (OFFLINE.includes(args[0]!)) Object.assign(process.env, { ...STAND_INS, ...process.env })
    else await borrowServices()
  })
    .ace()
    .handle(args)
} catch (error) {
  await endWithFailure(error)
}
