import db from '@adonisjs/lucid/services/db'

/** The statements that some work sends to the database, through whatever part of the app. */
export async function queriesOf(work: () => Promise<unknown>): Promise<string[]> {
  const client = db.connection().getWriteClient()
  const seen: string[] = []
  const note = ({ sql }: { sql: string }) => seen.push(sql)

  client.on('query', note)
  try {
    await work()
  } finally {
    client.off('query', note)
  }
  return seen
}
