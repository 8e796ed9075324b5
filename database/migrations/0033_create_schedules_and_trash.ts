import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A post in the trash has `trashed_at` and is not published, so that `visible`, the counters and the
 * caches follow by themselves. A schedule is kept on its post. The indexes hold only the few rows
 * that a schedule or the trash concerns.
 *
 * No statement rewrites the table or keeps writers waiting, so each is a statement outside of a
 * transaction. After an interruption all of them can run again.
 */
const indexes = {
  posts_trash_index: 'posts (user_id, trashed_at, id) where trashed_at is not null',
  posts_purge_index: 'posts (trashed_at, id) where trashed_at is not null',
  posts_deleted_status_index: 'posts (id) where trashed_at is not null',
  posts_unpublished_index: 'posts (id) where not published and published_at is not null',
  posts_scheduled_index: 'posts (publish_at, id) where publish_at is not null',
  posts_scheduled_status_index: 'posts (id) where publish_at is not null',
  posts_due_index: `posts (publish_at, id)
    where publish_at is not null and held is null and trashed_at is null`,
  posts_ending_index: 'posts (unpublish_at, id) where published and unpublish_at is not null',
  posts_held_index: 'posts (id) where held is not null',
  posts_late_index: 'posts (published_at) where late_seconds is not null',
}

const columns = {
  trashed_at: 'timestamptz(3)',
  restores_published: 'boolean not null default false',
  publish_at: 'timestamptz(3)',
  unpublish_at: 'timestamptz(3)',
  time_zone: 'text',
  on_missed: 'text',
  held: 'text',
  late_seconds: 'integer',
}

const checks = {
  posts_trashed_check: 'trashed_at is null or not published',
  posts_held_check: `held is null or publish_at is not null and held in ('late', 'invalid', 'slug_taken')`,
  posts_on_missed_check: `on_missed in ('publish', 'hold')`,
}

export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    const added = Object.entries(columns).map(
      ([name, type]) => `add column if not exists ${name} ${type}`
    )
    const dropped = Object.keys(checks).map((name) => `drop constraint if exists ${name}`)
    const checked = Object.entries(checks).map(
      ([name, condition]) => `add constraint ${name} check (${condition}) not valid`
    )
    this.schema.raw(`alter table posts ${[...added, ...dropped, ...checked].join(', ')}`)
    for (const name of Object.keys(checks)) {
      this.schema.raw(`alter table posts validate constraint ${name}`)
    }
    for (const [name, definition] of Object.entries(indexes)) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
      this.schema.raw(`create index concurrently ${name} on ${definition}`)
    }
  }

  /** The older version has no trash: it would show these posts as drafts, so they go at once. */
  async down() {
    this.schema.raw('delete from posts where trashed_at is not null')
    const dropped = Object.keys(columns).map((name) => `drop column if exists ${name}`)
    this.schema.raw(`alter table posts ${dropped.join(', ')}`)
  }
}
