import db from '@adonisjs/lucid/services/db'
import TypesChanged from '#events/types_changed'
import type { Chance } from '#database/seeding/chance'

const POSTS_PER_EVENT = 40
const MAX_DAYS_AHEAD = 60
const DAY_MS = 86_400_000

const places = [
  'Town hall',
  'Library',
  'Old harbour',
  'School yard',
  'Community garden',
  'Café Plaza',
]

const schema = {
  type: 'object',
  required: ['place', 'date'],
  properties: {
    place: { type: 'string', title: 'Place', maxLength: 100 },
    date: { type: 'string', title: 'Date', format: 'date' },
  },
  additionalProperties: false,
}

const event = {
  name: 'event',
  title: 'Event',
  schema: JSON.stringify(schema),
  filterable: '{place,date}',
  filled: '{place,date}',
  listed: true,
}

/** Before the transaction, like new tags. @returns whether the type is the one that the seed makes */
export async function defineEvents(): Promise<boolean> {
  await db.table('types').insert(event).onConflict('name').ignore()
  await TypesChanged.dispatch()
  const { rows } = await db.rawQuery(
    'select from types where name = :name and schema = :schema::jsonb',
    { name: event.name, schema: event.schema }
  )
  return rows.length > 0
}

/** What makes some posts events: every fortieth, some weeks after it was written. */
export function eventOf(index: number, at: number, chance: Chance) {
  if (index % POSTS_PER_EVENT !== POSTS_PER_EVENT - 1) return { type: 'post', data: null }
  const date = new Date(at + chance.between(1, MAX_DAYS_AHEAD) * DAY_MS).toISOString().slice(0, 10)
  return { type: event.name, data: { place: chance.pick(places), date } }
}
