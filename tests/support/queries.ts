import db from '@adonisjs/lucid/services/db'

/**
 * The statements that some work sends to the database, through any part of the app.
 *
 * @param work gets the statements so far
 */
export async function queriesOf(work: (sent: string[]) => Promise<unknown>): Promise<string[]> {
  const client = db.connection().getWriteClient()
  const seen: string[] = []
  const note = ({ sql }: { sql: string }) => seen.push(sql)

  client.on('query', note)
  try {
    await work(seen)
  } finally {
    client.off('query', note)
  }
  return seen
}
