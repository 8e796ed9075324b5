import { PgBoss } from 'pg-boss'
import { JOB_CONNECTIONS } from '#db/pool_share'
import { SCHEMA } from '#queue/schema'

const SECONDS_PER_DAY = 86_400

/** pg-boss's maintenance: seldom, for small machines and mostly empty queues. */
const supervision = {
  superviseIntervalSeconds: 30,
  monitorIntervalSeconds: 10,
  maintenanceIntervalSeconds: 3600,
  queueCacheIntervalSeconds: 3600,
  flowIntervalSeconds: SECONDS_PER_DAY,
  notifyHeartbeatIntervalMs: 30_000,
  monitorVacuum: false,
  registerInstance: false,
  schedule: false,
}

/** A pg-boss on the tables of Plaza's migrations, not started. */
export const makeBoss = (connectionString: string) =>
  new PgBoss({
    connectionString,
    application_name: 'plaza queue',
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    max: JOB_CONNECTIONS.queue,
    connectionTimeoutMillis: 3000,
    options: '-c timezone=UTC -c statement_timeout=60000 -c idle_session_timeout=0',
    useListenNotify: true,
    openTelemetry: { enabled: false },
    ...supervision,
  })
