import type { ApplicationService } from '@adonisjs/core/types'
import { databaseTrouble } from '#cli/database_trouble'
import {
  checkClock,
  checkConnections,
  checkDatabase,
  checkMigrations,
  checkRoom,
  checkSchedules,
  checkTitles,
  checkWrites,
} from '#cli/health/database'
import { checkDisk, checkMemory, checkRedis } from '#cli/health/machine'
import { issuerChecks } from '#cli/health/issuers'
import { bucketChecks, checkWithdrawals } from '#cli/health/media'
import { checkMail } from '#cli/health/mail'
import { checkEnvFiles, checkProxies, checkSecrets } from '#cli/health/settings'
import { failure, type Finding, type Verdict } from '#cli/health/verdict'
import type { Terminal } from '#cli/terminal'
import env from '#start/env'

interface Asked {
  /** The number of processes that serve; default: the set number. */
  workers?: number
  /** The recipient of a test mail. */
  mailTo?: string
}

/** Examines all parts that Plaza depends on. Never throws. */
export async function examine(
  app: ApplicationService,
  terminal: Terminal,
  { workers: given, mailTo }: Asked = {}
): Promise<Finding[]> {
  const workers = given ?? env.get('WEB_CONCURRENCY')
  const checks: Record<string, () => Verdict | Promise<Verdict>> = {
    'database': checkDatabase,
    'migrations': checkMigrations,
    'writes': checkWrites,
    'clock': checkClock,
    'schedules': checkSchedules,
    'titles': checkTitles,
    'media': checkWithdrawals,
    'connections': () => checkConnections(workers),
    'room': checkRoom,
    'redis': () => checkRedis(app),
    'mail': () => checkMail(mailTo),
    ...issuerChecks(),
    ...bucketChecks(),
    'disk': () => checkDisk(app),
    'memory': checkMemory,
    'secrets': () => checkSecrets(app),
    '.env': () => checkEnvFiles(app, terminal),
    'proxies': checkProxies,
  }
  const findings: Finding[] = []
  for (const [subject, check] of Object.entries(checks)) {
    if (ofDatabase.has(subject) && findings[0].status === 'failure') continue
    const verdict = await Promise.resolve().then(check).catch(failureOf)
    findings.push({ subject, ...verdict })
  }
  return findings
}

/** Checks that need PostgreSQL. They are left out when it does not answer. */
const ofDatabase = new Set([
  ...['migrations', 'writes', 'clock', 'schedules', 'titles', 'media', 'connections', 'room'],
])

function failureOf(error: unknown) {
  const { message, advice } = databaseTrouble(error)
  return failure(message, advice)
}
