import { hkdfSync } from 'node:crypto'

/** A prefix for a shared Redis or PostgreSQL: equal in all processes, by whatever host name they connect. */
export function installationName(appKey: string, databaseUrl: string): string {
  const database = URL.parse(databaseUrl)?.pathname ?? ''
  return Buffer.from(hkdfSync('sha256', appKey, database, 'plaza installation', 8)).toString('hex')
}
