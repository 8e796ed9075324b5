import { randomUUID } from 'node:crypto'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { ModelAttributes } from '@adonisjs/lucid/types/model'
import SchemaBreaksPostsException from '#exceptions/schema_breaks_posts_exception'
import type Type from '#models/type'
import {
  checkedOf,
  hasMorePosts,
  recheckTime,
  unfitPosts,
  type Unfit,
} from '#queries/types/unfit_posts'
import { counted } from '#domain/counted'
import type { Origin } from '#domain/moderation'
import type { DataSchema } from '#domain/types/data_schema'

/** A job checks more posts. */
const MAX_POSTS = 1000
const MAX_NAMED = 20

interface NewSchema {
  schema: DataSchema | null
  force?: boolean
  reason?: string
  origin: Origin
}

/** @returns the schema if its posts fit or `force` is set, or a pending one @throws SchemaBreaksPostsException */
export async function judgeSchema(
  type: Type,
  { schema, force = false, reason, origin }: NewSchema,
  client: QueryClientContract
): Promise<Partial<ModelAttributes<Type>>> {
  const next = { schema, revision: type.revision + 1, pending: null }
  if (!type.$isPersisted) return next
  if (await hasMorePosts(type.name, MAX_POSTS, client)) {
    const byJob: Origin = { ...origin, transport: 'job' }
    const pending = { key: randomUUID(), schema, force, reason, origin: byJob }
    return { pending, checked: { status: 'running', posts_count: 0, posts: [] } }
  }
  const unfit = await unfitPosts(type.name, schema, client)
  if (unfit.total > 0 && !force) throw new SchemaBreaksPostsException(told(unfit), named(unfit))
  return { ...next, checked: checkedOf(unfit, 'done'), rechecksAt: await recheckTime(client) }
}

const told = ({ total, posts }: Unfit) => {
  const ids = posts.slice(0, MAX_NAMED).map(({ id }) => id)
  const rest = total > ids.length ? ' …' : ''
  return `${counted(total, 'post')} would break the schema: ${ids.join(', ')}${rest}. Change them first, or send force=true.`
}

const named = ({ posts }: Unfit) =>
  posts.slice(0, MAX_NAMED).map(({ id, detail }) => ({
    pointer: '/schema',
    rule: 'breaks_post',
    detail: `Post ${id}: ${detail}`,
  }))
