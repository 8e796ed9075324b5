import { BaseSchema } from '@adonisjs/lucid/schema'

/** Whether writes are refused: they are as long as there is a row, of which there is one at most. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table read_only (
        singleton boolean primary key default true,
        reason text,
        retry_after integer not null,
        since timestamptz(3) not null default now(),
        set_by text not null,

        constraint read_only_singleton_check check (singleton),
        constraint read_only_reason_check check (char_length(reason) between 3 and 200),
        constraint read_only_retry_after_check check (retry_after between 1 and 86400)
      )
    `)
  }

  async down() {
    this.schema.dropTable('read_only')
  }
}
