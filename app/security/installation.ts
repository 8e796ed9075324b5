import { hkdfSync } from 'node:crypto'

/**
 * A name that this installation shares with no other on the same Redis or PostgreSQL, for the keys and
 * channels it uses there: 16 hexadecimal digits. All processes of an installation have the same one,
 * by whatever host name each of them reaches the database.
 */
export function installationName(appKey: string, databaseUrl: string): string {
  const database = URL.parse(databaseUrl)?.pathname ?? ''
  return Buffer.from(hkdfSync('sha256', appKey, database, 'plaza installation', 8)).toString('hex')
}
