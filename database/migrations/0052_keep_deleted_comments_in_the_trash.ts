import { BaseSchema } from '@adonisjs/lucid/schema'

const inTrash = 'deleted_at is not null and content is not null'

const indexes = {
  comments_trash_index: `comments (user_id, deleted_at desc, id desc) where ${inTrash}`,
  comments_trashed_index: `comments (deleted_at, id) where ${inTrash}`,
}

/** A deleted comment keeps its content and author while it is in the trash. See 0020 on the indexes. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw(`
      alter table comments
        drop constraint if exists comments_deleted_check,
        drop constraint if exists comments_content_kept_check,
        add constraint comments_content_kept_check
          check (content is not null or deleted_at is not null) not valid
    `)
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('alter table comments validate constraint comments_content_kept_check')
    for (const [name, on] of Object.entries(indexes)) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
      this.schema.raw(`create index concurrently ${name} on ${on}`)
    }
    this.schema.raw('reset lock_timeout')
  }

  /** The older version keeps no content of a deleted comment. */
  async down() {
    this.schema.raw('set lock_timeout = 0')
    for (const name of Object.keys(indexes)) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
    }
    this.schema.raw('reset lock_timeout')
    this.schema.raw(`update comments set content = null, user_id = null where ${inTrash}`)
    this.schema.raw(`
      alter table comments
        drop constraint comments_content_kept_check,
        add constraint comments_deleted_check check ((content is null) = (deleted_at is not null))
    `)
  }
}
