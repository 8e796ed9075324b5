import db from '@adonisjs/lucid/services/db'

/** A finished import of posts. @returns its id */
export async function addImport(more: object = {}): Promise<number> {
  const counts = { in: 5, created: 3, changed: 0, already_there: 1, refused: 1 }
  const [{ id }] = await db
    .table('imports')
    .insert({
      ...{ format: 'wordpress', source: 'https://old.example', digest: 'x', position: 5 },
      counts: JSON.stringify({ posts: counts }),
      ended_at: new Date(),
      ...more,
    })
    .returning('id')
  return id
}
